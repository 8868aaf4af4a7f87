namespace Streaming.SampleDocuments.Tokenizer;

/// <summary>Two tokens, as their bytes, that become one.</summary>
internal sealed record Merge(byte[] Left, byte[] Right);
