using Streaming.Models.Images;
using Streaming.Models.Texts;
using Streaming.Operators;

namespace Streaming.Models.Operators;

/// <summary>An item of one model's rows, and what belongs to them.</summary>
internal class RowsItem<TPrepared, TResult>(ModelRows<TPrepared, TResult> rows) : DeviceItem
{
    private readonly long _bytes = rows.Prepared.Sum(SizeOf);

    public ModelRows<TPrepared, TResult> Rows => rows;

    /// <summary>Tokens of the longest text. Pictures, of one size each, are counted.</summary>
    public override int Cost { get; } = typeof(TPrepared) == typeof(TokenRow) ? rows.Costs.DefaultIfEmpty(1).Max() : rows.Count;

    public override long Bytes => _bytes;

    private static long SizeOf(TPrepared prepared) => prepared switch
    {
        TokenRow text => 4L * (text.Ids.Length + (text.TypeIds?.Length ?? 0)),
        PixelRow picture => 4L * picture.Values.Length,
        _ => 0,
    };
}
