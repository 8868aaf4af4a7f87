using System.Runtime.InteropServices;

namespace Streaming.Cli;

/// <summary>Ctrl-C and SIGTERM: the first asks the run to drain, the second ends the process. Nothing uncommitted is ever visible, so ending it is safe.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _drain = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Terminal _terminal;

    private readonly string _stopping;

    /// <param name="terminal">Where it is told.</param>
    /// <param name="stopping">What becomes of what is under way; default: that of a run.</param>
    public Interruption(Terminal terminal, string stopping = "Draining: what is in flight is finished and committed.")
    {
        (_terminal, _stopping) = (terminal, stopping);
        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal), PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal)];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Drain => _drain.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _drain.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (_drain.IsCancellationRequested)
        {
            _terminal.Error.WriteLine("Aborted. The same command goes on after the last commit.");
            Environment.Exit(ExitCode.Failed);
        }

        _terminal.Error.WriteLine($"{_stopping} Once more to abort.");
        _drain.Cancel();
    }
}
