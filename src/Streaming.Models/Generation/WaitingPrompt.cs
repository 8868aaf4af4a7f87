namespace Streaming.Models.Generation;

/// <summary>A prompt that no device has seen yet.</summary>
/// <param name="Index">Its place in the batch.</param>
/// <param name="Ids">The ids that the decoder begins with.</param>
/// <param name="Seed">Where its draws come from.</param>
internal sealed record WaitingPrompt(int Index, int[] Ids, ulong Seed);
