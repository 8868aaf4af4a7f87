namespace Streaming.Feed.Order;

/// <summary>What a table's order depends on beside the table.</summary>
/// <param name="Seed">Of the shuffle.</param>
/// <param name="World">How many ranks share the rows, 1 or more.</param>
/// <param name="Window">Rows that are shuffled among each other, 1 or more; 1 keeps the table's order.</param>
/// <param name="Crosses">Whether windows reach over the border between two epochs.</param>
internal sealed record OrderShape(ulong Seed, int World, int Window, bool Crosses);
