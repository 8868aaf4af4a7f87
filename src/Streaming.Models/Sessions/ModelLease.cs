namespace Streaming.Models.Sessions;

/// <summary>A model on loan from <see cref="SharedModels"/>.</summary>
public sealed class ModelLease : IDisposable
{
    private Action? _giveBack;

    internal ModelLease(ModelSession model, Action giveBack)
    {
        Model = model;
        _giveBack = giveBack;
    }

    /// <summary>The model; not to be disposed of by the borrower.</summary>
    public ModelSession Model { get; }

    /// <summary>Gives it back.</summary>
    public void Dispose() => Interlocked.Exchange(ref _giveBack, null)?.Invoke();
}
