using Apache.Arrow;
using Streaming.Feed.Tables;

namespace Streaming.Feed.Streams;

/// <summary>One rank's rows, planned batch by batch.</summary>
internal interface IFeedStream
{
    /// <summary>The types of the columns.</summary>
    Schema Schema { get; }

    /// <summary>The tables that it reads.</summary>
    IReadOnlyList<FeedTable> Tables { get; }

    /// <summary>The batches, to be gathered from decoded windows.</summary>
    IAsyncEnumerable<BatchPlan> PlanAsync(CancellationToken abort);
}
