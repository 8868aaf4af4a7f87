namespace Streaming.Operators.Deduplication;

/// <summary>A deduplicator whose hashes can be looked at, to be held against another implementation's.</summary>
internal interface IHashesDocuments
{
    /// <summary>The hashes by which the sample is compared: one digest, or one value per band.</summary>
    IReadOnlyList<byte[]> HashesOf(Sample sample);
}
