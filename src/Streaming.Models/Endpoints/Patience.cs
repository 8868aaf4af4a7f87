namespace Streaming.Models.Endpoints;

/// <summary>How often and how long one request is tried.</summary>
/// <param name="settings">The limits.</param>
/// <param name="time">The clock.</param>
/// <param name="answersBefore">Answers that the endpoint had given before the first try.</param>
internal sealed class Patience(EndpointSettings settings, TimeProvider time, long answersBefore)
{
    private readonly long _startedAt = time.GetTimestamp();

    /// <summary>Tries that broke.</summary>
    public int Breaks { get; private set; }

    /// <summary>Answers that the endpoint had given, to whomever, before the first try.</summary>
    public long AnswersBefore => answersBefore;

    /// <summary>Whether there is to be another try after this failure.</summary>
    public bool Allows(EndpointFailure failure)
    {
        Breaks += failure.Kind == FailureKind.Broken ? 1 : 0;
        var left = settings.GiveUpAfter - time.GetElapsedTime(_startedAt) - (failure.RetryAfter ?? TimeSpan.Zero);
        return failure.Kind is FailureKind.Busy or FailureKind.Broken && Breaks < settings.MaxAttempts && left > TimeSpan.Zero;
    }
}
