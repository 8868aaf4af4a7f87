using Streaming.Epochs;
using Streaming.Operators;
using Streaming.Telemetry;

namespace Streaming.Runtime;

/// <summary>
/// The first fault of a run. TPL Dataflow carries faults downstream only, so a producer would wait for ever behind a dead consumer: the first fault trips
/// the abort token, which every send and every source observes.
/// </summary>
/// <remarks>Its callbacks run on threads of their own: the first fault may be told by a block's delegate, or by a thread that has to poll a broker.</remarks>
internal sealed class RunFault : IAsyncDisposable
{
    /// <summary>The code of a fault that is none: the splits in hand went to another worker.</summary>
    public const string HandLost = "hand_lost";

    /// <summary>The code of a worker that was overtaken.</summary>
    public const string Fenced = "fenced";

    /// <summary>The code of what the engine itself did wrong.</summary>
    public const string Internal = "internal";

    private readonly CancellationTokenSource _abort = new();
    private RunError? _error;
    private Task _aborting = Task.CompletedTask;

    /// <summary>Tripped by the first fault.</summary>
    public CancellationToken Abort => _abort.Token;

    /// <summary>The first fault, or null.</summary>
    public RunError? Error => Volatile.Read(ref _error);

    public bool IsTripped => Error is not null;

    /// <summary>Keeps the fault if it is the first, and aborts the run.</summary>
    public void Trip(RunError error)
    {
        if (Interlocked.CompareExchange(ref _error, error, null) is null)
        {
            _aborting = _abort.CancelAsync();
        }
    }

    /// <summary>Keeps the exception if it is the first.</summary>
    /// <param name="code">The code where the exception's type does not tell one.</param>
    /// <param name="fault">What happened.</param>
    /// <param name="who">The operator, source or sink.</param>
    /// <param name="at">Where in the input.</param>
    public void Trip(string code, Exception fault, string? who, Lineage? at = null)
    {
        var (split, position) = fault is SourceFaultException s ? (s.Split.ToString(), s.Position) : (at?.Split.ToString(), at?.Position);
        Trip(new RunError(CodeOf(fault) ?? code, fault.Message, who, split, position, fault));
    }

    /// <summary>Whether another worker has taken the splits over: nothing is lost, as it goes on where the table ends.</summary>
    public static bool IsOvertaken(RunError? error) => error?.Code is Fenced or HandLost;

    public async ValueTask DisposeAsync()
    {
        await _aborting;
        _abort.Dispose();
    }

    private static string? CodeOf(Exception fault) => fault switch
    {
        FencedException => Fenced,
        BadInputException => "bad_input",
        SourceFaultException => "source_fault",
        _ => null,
    };
}
