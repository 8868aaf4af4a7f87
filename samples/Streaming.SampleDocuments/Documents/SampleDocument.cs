namespace Streaming.SampleDocuments.Documents;

/// <summary>A document of the quickstart.</summary>
/// <param name="Id">Unique.</param>
/// <param name="Text">Its text.</param>
/// <param name="Lang">ISO 639-1.</param>
/// <param name="Url">Where it might have come from.</param>
/// <param name="Label">What it is, one of <see cref="Labels"/>.</param>
/// <param name="DuplicateOf">The id of the earlier document that it repeats, or null.</param>
internal sealed record SampleDocument(string Id, string Text, string Lang, string Url, string Label, string? DuplicateOf);
