using Streaming.Crawls.Members;

namespace Streaming.Crawls.Warc;

/// <summary>Positions of records: where a record's member begins in the file, plus the record's number in the member; of plain files the byte offset. They grow, and can be sought.</summary>
internal sealed class RecordPlace(RecordFeed feed)
{
    private long _decoded;
    private long _index;
    private long _last = -1;

    /// <summary>Where the member at hand begins in the file.</summary>
    public long Member { get; private set; } = -1;

    /// <summary>Takes the marks up to the feed's place. Returns the first one with a fault, the rest stays for the next call.</summary>
    public MemberMark? Arrive()
    {
        while (feed.TakeMark() is { } mark)
        {
            if (mark.Fault is null || mark.File != Member)
            {
                (Member, _decoded, _index) = (mark.File, mark.Decoded, 0);
            }

            if (mark.Fault is not null)
            {
                return mark;
            }
        }

        return null;
    }

    /// <summary>The position of the record that begins at the feed's place.</summary>
    public long Next()
    {
        var position = feed.Compression == Compression.None ? Member + (feed.Offset - _decoded) : Member + _index++;

        // A member of more records than bytes can only be made on purpose.
        return _last = Math.Max(position, _last + 1);
    }

    /// <summary>Where the byte at that distance stands in a plain file.</summary>
    public long FileOffset(long distance) => Member + (feed.Offset - _decoded) + distance;

    /// <summary>Takes the marks of members that began before the feed's place, up to the first fault.</summary>
    public void Pass()
    {
        while (feed.Marks.FirstOrDefault(new MemberMark(long.MaxValue, 0, null, default)) is { Fault: null } mark && mark.Decoded <= feed.Offset)
        {
            (Member, _decoded, _index) = (mark.File, mark.Decoded, 0);
            feed.TakeMark();
        }
    }

    /// <summary>Begins anew after the feed moved.</summary>
    public void Reset() => (Member, _decoded, _index) = (-1, 0, 0);
}
