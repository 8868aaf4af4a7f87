namespace Streaming.Operators;

/// <summary>Options that name places which an operator must have for itself: two operators of one topology that name the same are refused before anything starts.</summary>
public interface IOwnsPlaces
{
    /// <summary>The places, as users know them: a folder, a name on a server.</summary>
    IEnumerable<string> Places { get; }
}
