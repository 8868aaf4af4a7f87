namespace Streaming.Replays;

/// <summary>What to replay.</summary>
/// <param name="Into">An empty or new folder: a folder per output is made in it.</param>
/// <param name="From">The first epoch; null: the first recorded.</param>
/// <param name="To">The last epoch; null: the last recorded.</param>
/// <param name="Verify">Whether to compare the outputs byte for byte.</param>
public sealed record ReplayOptions(string Into, long? From = null, long? To = null, bool Verify = false);
