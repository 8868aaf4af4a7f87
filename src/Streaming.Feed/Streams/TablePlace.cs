using Streaming.Feed.Order;
using Streaming.Feed.Tables;

namespace Streaming.Feed.Streams;

/// <summary>Where a stream stands in a table.</summary>
/// <param name="Pass">Passes that are over.</param>
/// <param name="Start">The first row of the delivery that it is in, or that comes next.</param>
internal readonly record struct TablePlace(long Pass, long Start)
{
    /// <summary>The delivery; meaningless at a border.</summary>
    public Delivery Delivery { get; init; }

    /// <summary>The epoch that released it; null at a border.</summary>
    public FeedEpoch? Closing { get; init; }

    /// <summary>Whether it is the last one of a bounded feed.</summary>
    public bool IsLast { get; init; }

    /// <summary>Rows of it that each rank has.</summary>
    public long Taken { get; init; }

    /// <summary>At the border behind the delivery.</summary>
    public TablePlace Behind => new(Pass, Delivery.End);
}
