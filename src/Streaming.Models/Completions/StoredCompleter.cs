using System.Collections.Concurrent;
using Streaming.Models.Generation;
using Streaming.Operators;

namespace Streaming.Models.Completions;

/// <summary>Asks only for what was never completed before, and for what is asked twice at once but once.</summary>
internal sealed class StoredCompleter(Completer inner, CompletionStore store) : Completer
{
    private readonly ConcurrentDictionary<CompletionKey, TaskCompletionSource> _asked = new();
    private long _hits;

    public override KeyValuePair<string, string> Model => inner.Model;

    public override GenerationGauges Counts => inner.Counts with { CacheHits = Interlocked.Read(ref _hits) };

    public override bool Converses => inner.Converses;

    public override bool TakesWindows(GenerationSettings settings) => inner.TakesWindows(settings);

    public override int CostOf(CompletionRequest request) => inner.CostOf(request);

    public override async ValueTask CompleteAsync(IReadOnlyList<CompletionCall> calls, int lane, CancellationToken abort)
    {
        var rest = calls.Select(call => (Key: CompletionKey.Of($"{inner.Model.Key} {inner.Model.Value}", call.Request), Call: call)).ToList();
        while (rest.Count > 0)
        {
            var (mine, others) = Share(rest);
            try
            {
                if (mine.Count > 0)
                {
                    await inner.CompleteAsync([.. mine.Select(pair => pair.Call)], lane, abort);
                }
            }
            finally
            {
                foreach (var (key, _) in mine)
                {
                    _asked.TryRemove(key, out var waiting);
                    waiting?.SetResult();
                }
            }

            // What others are asking for is looked for again: it may have come to nothing.
            foreach (var other in others)
            {
                if (_asked.TryGetValue(other.Key, out var asked))
                {
                    await asked.Task.WaitAsync(abort);
                }
            }

            rest = others;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        SharedStores.All.Return(store);
    }

    // Those that this call is the one to ask for, and those that someone asks for already.
    private (List<(CompletionKey Key, CompletionCall Call)> Mine, List<(CompletionKey Key, CompletionCall Call)> Others) Share(List<(CompletionKey Key, CompletionCall Call)> calls)
    {
        var (mine, others) = (new List<(CompletionKey, CompletionCall)>(), new List<(CompletionKey, CompletionCall)>());
        foreach (var (key, call) in calls)
        {
            var added = _asked.TryAdd(key, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            if (!added)
            {
                others.Add((key, call));
            }
            else if (store.Find(key) is { } known)
            {
                call.Result = known;
                Interlocked.Increment(ref _hits);
                Release(key);
            }
            else
            {
                call.Completed = completion => store.Put(key, completion);
                mine.Add((key, call));
            }
        }

        return (mine, others);
    }

    private void Release(CompletionKey key)
    {
        if (_asked.TryRemove(key, out var waiting))
        {
            waiting.SetResult();
        }
    }
}
