using System.Runtime.InteropServices;

namespace Streaming.Cli;

/// <summary>Ctrl-C or SIGTERM, for verbs that stay until one comes and have nothing to drain.</summary>
internal sealed class EndSignal : IDisposable
{
    private readonly TaskCompletionSource _came = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration[] _registrations;

    public EndSignal() => _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal), PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal)];

    /// <summary>Ends with the signal.</summary>
    public Task Came => _came.Task;

    public void Dispose() => Array.ForEach(_registrations, r => r.Dispose());

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        _came.TrySetResult();
    }
}
