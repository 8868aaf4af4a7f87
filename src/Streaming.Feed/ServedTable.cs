namespace Streaming.Feed;

/// <summary>A table that a server feeds from, as it stood when it was asked.</summary>
/// <param name="Name">As clients name it.</param>
/// <param name="Folder">Where it lies.</param>
/// <param name="Epochs">Committed epochs that have rows.</param>
/// <param name="Rows">Their rows.</param>
public sealed record ServedTable(string Name, string Folder, int Epochs, long Rows);
