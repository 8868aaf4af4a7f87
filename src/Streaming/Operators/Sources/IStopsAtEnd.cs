namespace Streaming.Operators;

/// <summary>An unbounded <see cref="Source"/> that can end with what is there when reading begins (<c>run --stop-at end</c>).</summary>
public interface IStopsAtEnd
{
    /// <summary>Asks for it, before reading begins.</summary>
    void StopAtEnd();
}
