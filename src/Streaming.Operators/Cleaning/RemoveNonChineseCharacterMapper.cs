using System.Buffers;
using Streaming.Operators.Text;

namespace Streaming.Operators.Cleaning;

/// <summary>Keeps Chinese characters (U+4E00 to U+9FA5) and what the options name of letters, digits and punctuation; everything else goes, line breaks too.</summary>
[Operator("remove_non_chinese_character_mapper", Example = "{ keep_alphabet: false }")]
internal sealed class RemoveNonChineseCharacterMapper(RemoveNonChineseCharacterMapperOptions options) : Mapper
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Digits = "0123456789";
    private const string Punctuation = ".， ,-。%《*》/•、&＆(—)（+）：？!！“”·";

    private readonly SearchValues<char> _kept = SearchValues.Create(
    [
        .. Enumerable.Range(0x4E00, 0x9FA5 - 0x4E00 + 1).Select(c => (char)c),
        .. options.KeepAlphabet ? Letters : "",
        .. options.KeepNumber ? Digits : "",
        .. options.KeepPunc ? Punctuation : "",
    ]);

    protected override void Map(Sample sample) => sample.Text = SiftedText.Only(sample.Text, _kept);
}

/// <summary>Options of <c>remove_non_chinese_character_mapper</c>.</summary>
internal sealed record RemoveNonChineseCharacterMapperOptions
{
    /// <summary>Keeps the letters A to Z and a to z.</summary>
    public bool KeepAlphabet { get; init; } = true;

    /// <summary>Keeps the digits 0 to 9.</summary>
    public bool KeepNumber { get; init; } = true;

    /// <summary>Keeps the blank and common punctuation, of ASCII and fullwidth.</summary>
    public bool KeepPunc { get; init; } = true;
}
