using System.ComponentModel.DataAnnotations;
using System.Text;

namespace Streaming.Operators.Cleaning.FixUnicode;

/// <summary>Options of <c>fix_unicode_mapper</c>.</summary>
internal sealed record FixUnicodeMapperOptions
{
    /// <summary>The Unicode normalization that follows the repairs: NFC, NFKC, NFD or NFKD.</summary>
    [AllowedValues("NFC", "NFKC", "NFD", "NFKD", "nfc", "nfkc", "nfd", "nfkd")]
    public string Normalization { get; init; } = "NFC";
}

/// <summary>
/// Repairs broken Unicode in the text: mojibake (UTF-8 that was read as another encoding), HTML entities, terminal escapes, control characters, ligatures,
/// fullwidth forms, curly quotes, line ends and lone surrogates; then normalizes. Gives what Data-Juicer's operator gives, which applies ftfy 6.3 to each line.
/// </summary>
/// <remarks>Text of more than 64 nested layers of escaping or mojibake is left at the 64th, so that hostile input costs linear time.</remarks>
[Operator("fix_unicode_mapper", Example = "{ normalization: NFKC }")]
internal sealed class FixUnicodeMapper(FixUnicodeMapperOptions options) : Mapper
{
    private readonly UnicodeRepair _repair = new(UnicodeFixes.All, FormOf(options.Normalization));

    /// <inheritdoc/>
    protected override void Map(Sample sample) => sample.Text = _repair.Apply(sample.Text);

    private static NormalizationForm FormOf(string name) => name.ToUpperInvariant() switch
    {
        "NFKC" => NormalizationForm.FormKC,
        "NFD" => NormalizationForm.FormD,
        "NFKD" => NormalizationForm.FormKD,
        _ => NormalizationForm.FormC,
    };
}
