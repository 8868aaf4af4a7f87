using System.Security.Cryptography;
using Streaming.Telemetry;

namespace Streaming.Runtime;

/// <summary>
/// Runs a plan whose sources are shared by several workers. As long as the hand stays the same there is one graph. When it changes, the graph ends at a barrier
/// (or is abandoned), and a new one begins with what the table says of the new hand: positions and state per split (protocol rule 1).
/// </summary>
/// <remarks>
/// Operators are made anew rather than told to forget what they hold of lost splits: what nobody has to implement, nobody can get wrong. It costs their opening
/// at each change of the hand.
/// </remarks>
internal sealed class SharedRun(Plan plan, RunOptions options, RunCounters counters)
{
    private const int LongestPauseMs = 2_000;

    private int _fencedInARow;

    /// <summary>Runs until the input ends, a drain, or a fault that is more than the loss of splits.</summary>
    public async Task<RunReport> ExecuteAsync(CancellationToken drain)
    {
        for (var current = plan; ;)
        {
            var (report, goesOn) = await RunGraphAsync(current, drain);
            if (current != plan)
            {
                await current.DisposeOperatorsAsync();
            }

            if (!goesOn)
            {
                return report;
            }

            await PauseAsync(drain);
            current = Planner.Renew(current);
        }
    }

    private async Task<(RunReport Report, bool GoesOn)> RunGraphAsync(Plan current, CancellationToken drain)
    {
        var outputs = new Outputs(current);
        var coordinator = Run.Coordinate(current, outputs, RunStart.FromTable.FirstEpoch);
        await using var session = new RunSession(current, options, outputs, coordinator, counters);
        try
        {
            // Who drains and was overtaken has nothing left to do.
            drain.ThrowIfCancellationRequested();
            using var hand = await HeldSplits.TakeAsync(current.Sources, drain);
            var recorded = await coordinator.TakeAsync(hand.Owns, CancellationToken.None);
            if (current == plan)
            {
                Run.CheckFresh(plan, options, coordinator);
            }

            if (await session.StartAsync(hand, new(recorded, coordinator.TableMade, options.StopAtEnd), drain) is not { } from)
            {
                return (session.ReportIdle(interrupted: false), GoesOn: false);
            }

            await session.OpenAsync(RunStart.FromTable);
            var report = await session.RunAsync(from, null, hand, drain);
            session.Settle();
            return (report, GoesOn(session.Error, hand, drain));
        }
        catch (OperationCanceledException) when (drain.IsCancellationRequested)
        {
            return (session.ReportIdle(interrupted: true), GoesOn: false);
        }
    }

    private bool GoesOn(RunError? fault, HeldSplits hand, CancellationToken drain)
    {
        _fencedInARow = fault?.Code == RunFault.Fenced ? _fencedInARow + 1 : 0;
        return fault is null
            ? hand.Ending.IsCancellationRequested && !drain.IsCancellationRequested && counters.Epochs < (options.MaxEpochs ?? long.MaxValue)
            : RunFault.IsOvertaken(fault);
    }

    // Two workers that both believe to hold a split fence each other: the pauses, of random length, let one of them get through.
    private async Task PauseAsync(CancellationToken drain)
    {
        if (_fencedInARow > 0)
        {
            var pause = TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(Math.Min(LongestPauseMs, 50 << Math.Min(_fencedInARow, 10))));
            await Task.WhenAny(Task.Delay(pause, options.Time, drain));
        }
    }
}
