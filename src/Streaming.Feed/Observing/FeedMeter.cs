using System.Diagnostics.Metrics;
using Streaming.Feed.Tables;

namespace Streaming.Feed.Observing;

/// <summary>The feed's figures as instruments of <see cref="System.Diagnostics.Metrics"/>, by table.</summary>
internal sealed class FeedMeter : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string Name = "Streaming.Feed";

    private readonly Meter _meter = new(Name);
    private readonly TableFeeds _feeds;

    public FeedMeter(TableFeeds feeds)
    {
        _feeds = feeds;
        _ = _meter.CreateObservableCounter("streaming.feed.batches", () => Each(t => t.Served.Batches), "{batch}", "Batches handed to trainers.");
        _ = _meter.CreateObservableCounter("streaming.feed.rows", () => Each(t => t.Served.Rows), "{row}", "Rows handed to trainers.");
        _ = _meter.CreateObservableGauge("streaming.feed.streams", () => Each(t => StreamsOf(t).Count()), "{stream}", "Streams that are open.");
        _ = _meter.CreateObservableGauge("streaming.feed.lag", () => Each(t => StreamsOf(t).Select(s => s.LagOf(t)).DefaultIfEmpty().Max()), "{row}", "Rows of the table behind the place of the stream that is farthest back.");
    }

    public void Dispose() => _meter.Dispose();

    private IEnumerable<OpenFeed> StreamsOf(FeedTable table) => _feeds.Open.Where(o => o.Tables.Contains(table));

    private IEnumerable<Measurement<long>> Each(Func<FeedTable, long> figure) => _feeds.Tables.Values.Select(t => new Measurement<long>(figure(t), new KeyValuePair<string, object?>("table", t.Name)));
}
