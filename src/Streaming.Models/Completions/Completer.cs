using Streaming.Models.Generation;
using Streaming.Operators;

namespace Streaming.Models.Completions;

/// <summary>Something that completes conversations: a model from a folder, a model behind an endpoint, either with a store of what it has completed before.</summary>
internal abstract class Completer : IAsyncDisposable
{
    /// <summary>Which model it is, for the keys of its completions and for the epochs' records.</summary>
    public abstract KeyValuePair<string, string> Model { get; }

    /// <summary>What it took so far.</summary>
    public abstract GenerationGauges Counts { get; }

    /// <summary>Whether it goes on with a conversation, so that it can be told what was wrong with its answer.</summary>
    public virtual bool Converses => true;

    /// <summary>Whether it is best given many requests at once, as those that wait take the places of those that have ended; else, as many as a call may have.</summary>
    public virtual bool TakesWindows(GenerationSettings settings) => false;

    /// <summary>What of a request would make it wait for nothing: too long, a picture that cannot be read. Pure, from any thread.</summary>
    /// <exception cref="InvalidDataException">The request cannot be completed.</exception>
    public virtual int CostOf(CompletionRequest request) => 1;

    /// <summary>Fills in results and faults.</summary>
    public abstract ValueTask CompleteAsync(IReadOnlyList<CompletionCall> calls, int lane, CancellationToken abort);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
