namespace Streaming.Crawls.Warc;

/// <summary>Where a record is cut short.</summary>
/// <param name="Length">How much of it there is.</param>
/// <param name="Fault">Why.</param>
/// <param name="TakesMark">Whether the mark at its end tells the same.</param>
internal sealed record RecordCut(long Length, InvalidDataException Fault, bool TakesMark = false)
{
    /// <summary>The first mark that cuts a record of that length: its member breaks, or another begins with a record of its own.</summary>
    /// <param name="feed">At the record's beginning.</param>
    /// <param name="member">Where the record's member begins in the file.</param>
    /// <param name="length">The record's length, line ends included, as far as it is buffered.</param>
    /// <param name="isEnd">Whether the record ends there: then a fault of what follows is not its own.</param>
    public static RecordCut? Find(RecordFeed feed, long member, long length, bool isEnd)
    {
        foreach (var mark in feed.Marks)
        {
            var at = mark.Decoded - feed.Offset;
            if (at > length || (at == length && isEnd && mark.File != member))
            {
                return null;
            }

            if (mark.Fault is not null && at >= 0)
            {
                return new(at, mark.Fault, TakesMark: true);
            }

            if (at > 0 && WarcStart.Is(feed, at))
            {
                return new(at, new("The record is longer than its member."));
            }

            member = mark.File;
        }

        return null;
    }
}
