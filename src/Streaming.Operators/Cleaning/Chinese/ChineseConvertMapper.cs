using System.ComponentModel.DataAnnotations;

namespace Streaming.Operators.Cleaning;

/// <summary>
/// Converts Chinese between simplified and traditional characters, regional variants and words, and Japanese kanji, by OpenCC and its dictionaries, which the machine must have.
/// Another version of the dictionaries may know other words.
/// </summary>
[Operator("chinese_convert_mapper", Example = "{ mode: t2s }")]
internal sealed class ChineseConvertMapper(ChineseConvertMapperOptions options) : Mapper
{
    private ChineseConverter? _converter;

    public override RowSchema Describe(RowSchema input)
    {
        ChineseConverter.Require();
        return input;
    }

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _converter = ChineseConverter.Load(options.Mode);
        return ValueTask.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _converter?.Dispose();
        return base.DisposeAsync();
    }

    protected override void Map(Sample sample) => sample.Text = _converter!.Convert(sample.Text);
}

/// <summary>Options of <c>chinese_convert_mapper</c>.</summary>
internal sealed record ChineseConvertMapperOptions
{
    /// <summary>From what to what: s is simplified, t traditional, tw Taiwan, hk Hong Kong, jp Japanese; a p behind them changes words too, e.g. <c>s2twp</c>.</summary>
    [AllowedValues("s2t", "t2s", "s2tw", "tw2s", "s2hk", "hk2s", "s2twp", "tw2sp", "t2tw", "tw2t", "hk2t", "t2hk", "t2jp", "jp2t")]
    public string Mode { get; init; } = "s2t";
}
