namespace Streaming.Crawls.Warc;

/// <summary>A record, or what stands where one should be.</summary>
/// <param name="Position">Where it begins.</param>
/// <param name="Header">Its header; null of what is none.</param>
/// <param name="Content">Its content, empty of records that nobody wanted; of a fault the bytes at hand, at most 64 KiB. Valid until the next one is read.</param>
/// <param name="Fault">What is wrong, or null.</param>
internal sealed record WarcItem(long Position, WarcHeader? Header, ReadOnlyMemory<byte> Content, InvalidDataException? Fault);

/// <summary>What a reader takes.</summary>
/// <param name="HeaderBytes">A longer header is a fault.</param>
/// <param name="RecordBytes">A longer content is a fault.</param>
internal sealed record WarcLimits(int HeaderBytes = 64 << 10, int RecordBytes = 16 << 20);
