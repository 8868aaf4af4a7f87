using System.ComponentModel.DataAnnotations;
using System.Text;
using Streaming.Operators.Cleaning.FixUnicode;

namespace Streaming.Operators.Cleaning;

/// <summary>Repairs broken Unicode by the repairs asked for, as datatrove's FTFYFormatter: by default mojibake, HTML entities, terminal escapes and control characters, and not quotes, widths or line ends.</summary>
/// <remarks>The sub-steps of <c>fix_encoding</c> but <c>fix_c1_controls</c> cannot be switched off one by one.</remarks>
[Operator("ftfy_formatter_mapper", Example = "{ uncurl_quotes: true, normalization: NFC }")]
internal sealed class FtfyFormatterMapper(FtfyFormatterMapperOptions options) : Mapper
{
    private readonly UnicodeRepair _repair = new(options.Fixes, options.Form);

    protected override void Map(Sample sample) => sample.Text = _repair.Apply(sample.Text);
}

/// <summary>Options of <c>ftfy_formatter_mapper</c>.</summary>
internal sealed record FtfyFormatterMapperOptions
{
    /// <summary>Decodes HTML entities: <c>auto</c> (up to the first line with <c>&lt;</c>), <c>true</c> or <c>false</c>.</summary>
    [AllowedValues("auto", true, false)]
    public object UnescapeHtml { get; init; } = "auto";

    /// <summary>Removes terminal escapes.</summary>
    public bool RemoveTerminalEscapes { get; init; } = true;

    /// <summary>Undoes mojibake.</summary>
    public bool FixEncoding { get; init; } = true;

    /// <summary>Reads C1 control characters as Windows-1252.</summary>
    public bool FixC1Controls { get; init; } = true;

    /// <summary>Takes Latin ligatures apart.</summary>
    public bool FixLatinLigatures { get; init; }

    /// <summary>Gives fullwidth and halfwidth forms their usual width.</summary>
    public bool FixCharacterWidth { get; init; }

    /// <summary>Straightens curly quotes.</summary>
    public bool UncurlQuotes { get; init; }

    /// <summary>Makes a line feed of every line end.</summary>
    public bool FixLineBreaks { get; init; }

    /// <summary>Makes U+FFFD of lone surrogates.</summary>
    public bool FixSurrogates { get; init; } = true;

    /// <summary>Removes control characters.</summary>
    public bool RemoveControlChars { get; init; } = true;

    /// <summary>The Unicode normalization that follows: NFC, NFKC, NFD, NFKD; null: none.</summary>
    [AllowedValues(null, "NFC", "NFKC", "NFD", "NFKD")]
    public string? Normalization { get; init; }

    internal UnicodeFixes Fixes =>
        (UnescapeHtml is true ? UnicodeFixes.AllHtmlEntities : UnescapeHtml is false ? UnicodeFixes.None : UnicodeFixes.HtmlEntities)
        | If(RemoveTerminalEscapes, UnicodeFixes.TerminalEscapes) | If(FixEncoding, UnicodeFixes.Encoding) | If(FixC1Controls, UnicodeFixes.C1Controls)
        | If(FixLatinLigatures, UnicodeFixes.Ligatures) | If(FixCharacterWidth, UnicodeFixes.Width) | If(UncurlQuotes, UnicodeFixes.Quotes)
        | If(FixLineBreaks, UnicodeFixes.LineBreaks) | If(FixSurrogates, UnicodeFixes.Surrogates) | If(RemoveControlChars, UnicodeFixes.ControlCharacters);

    internal NormalizationForm? Form => Normalization switch
    {
        "NFC" => NormalizationForm.FormC,
        "NFKC" => NormalizationForm.FormKC,
        "NFD" => NormalizationForm.FormD,
        "NFKD" => NormalizationForm.FormKD,
        _ => null,
    };

    private static UnicodeFixes If(bool isOn, UnicodeFixes fix) => isOn ? fix : UnicodeFixes.None;
}
