using Streaming.Operators.Text.Splitting;

namespace Streaming.Operators.Deduplication.Sentences;

/// <summary>The sentences of a text, and the hashes of its runs of sentences.</summary>
/// <param name="Parts">The sentences as they lie in the text; a sentence has the white space ahead of it.</param>
/// <param name="Runs">The first sentence of each run, and the run's hash.</param>
internal sealed record SentenceSignature(IReadOnlyList<TextSpan> Parts, IReadOnlyList<(int First, ulong Hash)> Runs);
