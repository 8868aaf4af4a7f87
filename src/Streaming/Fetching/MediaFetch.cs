using System.Collections.Concurrent;
using System.Net;
using Streaming.Operators;

namespace Streaming.Fetching;

/// <summary>Fetches what operators read of a batch's media and is an address: each address of a batch once, many at once. A sample with a medium that cannot be fetched is buried.</summary>
internal sealed class MediaFetch : IDisposable
{
    // Those of slow hosts wait for their turn without holding up the others.
    private const int WaitingForEach = 16;

    private readonly HttpMediaOptions _options;
    private readonly WebFetch _web;
    private readonly FetchRoom _room;
    private readonly IMemoryAccount _memory;
    private readonly Lock _lock = new();
    private long _held;

    /// <param name="options">The limits.</param>
    /// <param name="memory">Charged with what is fetched until its batch is.</param>
    /// <param name="hasRoom">Whether the memory has room for another batch.</param>
    /// <param name="time">The clock.</param>
    /// <param name="resolve">Resolves names; null: as the machine does.</param>
    public MediaFetch(HttpMediaOptions options, IMemoryAccount memory, Func<bool> hasRoom, TimeProvider time, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null) =>
        (_options, _web, _room, _memory) = (options, new(options, time, resolve), new(hasRoom), memory);

    /// <summary>The limits.</summary>
    public HttpMediaOptions Options => _options;

    /// <summary>Fetches what an operator is going to read of a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="reader">The operator.</param>
    /// <param name="charged">Called once the batch has what was fetched, before it is charged no more: its lease is resized.</param>
    /// <param name="abort">Stops at once.</param>
    public async ValueTask FetchAsync(SampleBatch batch, IReadsMedia reader, Action charged, CancellationToken abort)
    {
        var wanted = WantedOf(batch, reader);
        if (wanted.Count == 0)
        {
            return;
        }

        await _room.EnterAsync(abort);
        long bytes = 0;
        try
        {
            var fetched = new ConcurrentDictionary<string, object>(StringComparer.Ordinal);
            await Parallel.ForEachAsync(wanted, new ParallelOptions { MaxDegreeOfParallelism = WaitingForEach * _options.Concurrency, CancellationToken = abort }, async (one, token) =>
                fetched[one.Key] = await OutcomeAsync(one.Value, Grow, token));
            Give(batch, reader, fetched);
            charged();
        }
        finally
        {
            Hold(-Interlocked.Read(ref bytes));
            _room.Leave();
        }

        void Grow(long by)
        {
            Interlocked.Add(ref bytes, by);
            Hold(by);
        }
    }

    public void Dispose() => _web.Dispose();

    private static Dictionary<string, Uri> WantedOf(SampleBatch batch, IReadsMedia reader)
    {
        var wanted = new Dictionary<string, Uri>(StringComparer.Ordinal);
        foreach (var medium in batch.Samples.SelectMany(sample => MissingOf(sample, reader)))
        {
            if (MediaAddress.Of(medium) is { } address)
            {
                wanted[medium.Path!] = address;
            }
        }

        return wanted;
    }

    // What an operator cannot say of a broken sample it will say when it works on it.
    private static IReadOnlyList<Media> MissingOf(Sample sample, IReadsMedia reader)
    {
        try
        {
            return [.. reader.MediaOf(sample).Where(m => m.InMemory is null && m.Path is not null)];
        }
        catch (Exception e) when (SampleFault.Is(e))
        {
            return [];
        }
    }

    private async Task<object> OutcomeAsync(Uri address, Action<long> grow, CancellationToken abort)
    {
        try
        {
            return await _web.FetchAsync(address, grow, abort);
        }
        catch (FetchFailure failure)
        {
            return new InvalidDataException($"The medium '{MediaAddress.Shown(address)}' cannot be fetched: {failure.Message}.", failure);
        }
    }

    private void Give(SampleBatch batch, IReadsMedia reader, ConcurrentDictionary<string, object> fetched)
    {
        var kept = new List<Sample>(batch.Samples.Count);
        foreach (var sample in batch.Samples)
        {
            var failure = MissingOf(sample, reader).Select(m => fetched.GetValueOrDefault(m.Path!)).OfType<Exception>().FirstOrDefault();
            if (failure is not null)
            {
                batch.Bury(sample, failure);
                continue;
            }

            (sample.Images, sample.Audios, sample.Videos) = (Filled(sample.Images, fetched), Filled(sample.Audios, fetched), Filled(sample.Videos, fetched));
            kept.Add(sample);
        }

        batch.Samples = kept;
    }

    private IReadOnlyList<Media> Filled(IReadOnlyList<Media> media, ConcurrentDictionary<string, object> fetched) =>
        media.Any(m => BytesOf(m, fetched) is not null) ? [.. media.Select(m => BytesOf(m, fetched) is not { } bytes ? m : _options.KeepBytes ? m with { Bytes = bytes } : m with { Fetched = bytes })] : media;

    private static byte[]? BytesOf(Media medium, ConcurrentDictionary<string, object> fetched) => medium is { InMemory: null, Path: { } path } ? fetched.GetValueOrDefault(path) as byte[] : null;

    private void Hold(long by)
    {
        lock (_lock)
        {
            _held += by;
            _memory.Hold(_held);
        }
    }
}
