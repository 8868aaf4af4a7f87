namespace Streaming.Crawls.Members;

/// <summary>Where a member begins, or broke.</summary>
/// <param name="Decoded">The place in the decoded bytes.</param>
/// <param name="File">The member's offset in the file.</param>
/// <param name="Fault">What is wrong with it, or null where it begins.</param>
/// <param name="Raw">The first bytes of a broken one, as they are stored.</param>
internal readonly record struct MemberMark(long Decoded, long File, InvalidDataException? Fault, ReadOnlyMemory<byte> Raw);
