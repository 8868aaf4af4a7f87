namespace Streaming.Models.Completions;

/// <summary>A request on its way, and what came of it: a result, or a fault that is its own.</summary>
internal sealed class CompletionCall(CompletionRequest request)
{
    public CompletionRequest Request => request;

    /// <summary>What the model wrote; who waits for it is told at once.</summary>
    public Completion? Result
    {
        get => field;
        set
        {
            field = value;
            if (value is not null)
            {
                Completed?.Invoke(value);
            }
        }
    }

    /// <summary>Told of the result.</summary>
    public Action<Completion>? Completed { get; set; }

    /// <summary>Why there is no result.</summary>
    public Exception? Fault { get; set; }
}
