using Streaming.Models.Completions;

namespace Streaming.Models.Endpoints;

/// <summary>Counts what an endpoint was asked and what it gave, from any thread.</summary>
internal sealed class EndpointTally
{
    private long _requests;
    private long _answers;
    private long _input;
    private long _output;

    /// <summary>Requests that were sent, those tried again included.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Answers that could be read.</summary>
    public long Answers => Interlocked.Read(ref _answers);

    /// <summary>Tokens that answered requests had.</summary>
    public long InputTokens => Interlocked.Read(ref _input);

    /// <summary>Tokens of the answers.</summary>
    public long OutputTokens => Interlocked.Read(ref _output);

    public void Sent() => Interlocked.Increment(ref _requests);

    public void Answered(Completion completion)
    {
        Interlocked.Add(ref _input, completion.InputTokens);
        Interlocked.Add(ref _output, completion.OutputTokens);
        Interlocked.Increment(ref _answers);
    }
}
