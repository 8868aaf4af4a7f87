namespace Streaming.Crawls.Warc;

/// <summary>Looks for the next record after something that is none.</summary>
internal static class WarcSearch
{
    /// <summary>Moves the feed to the next record, to where its member breaks, or to the end. Returns how many bytes were passed over.</summary>
    /// <param name="feed">Stands a byte before the first place that counts.</param>
    /// <param name="place">Kept up.</param>
    /// <param name="abort">Stops.</param>
    public static async ValueTask<long> RunAsync(RecordFeed feed, RecordPlace place, CancellationToken abort)
    {
        var begin = feed.Offset;
        while (await feed.EnsureAsync(WarcStart.Length + 1, abort))
        {
            var found = Nearest(WarcStart.Find(feed.Buffer), MemberAhead(feed));
            feed.Advance(found ?? feed.Buffer.Length - WarcStart.Length);
            if (found is not null)
            {
                return feed.Offset - begin;
            }

            place.Pass();
        }

        feed.Advance(feed.Buffer.Length);
        return feed.Offset - begin;
    }

    private static long? MemberAhead(RecordFeed feed)
    {
        foreach (var mark in feed.Marks)
        {
            if (mark.Decoded > feed.Offset && WarcStart.Is(feed, mark.Decoded - feed.Offset))
            {
                return mark.Decoded - feed.Offset;
            }
        }

        return null;
    }

    private static long? Nearest(long? a, long? b) => a is null ? b : b is null ? a : Math.Min(a.Value, b.Value);
}
