namespace Streaming.Crawls.Tar;

/// <summary>The files of one key.</summary>
/// <param name="Key">The key.</param>
/// <param name="Files">Extension in lower case (all after the first dot) and content; empty of a group that is passed over or too large.</param>
/// <param name="Bytes">How many bytes its files have together.</param>
internal sealed record TarGroup(string Key, List<(string Extension, byte[] Content)> Files, long Bytes);
