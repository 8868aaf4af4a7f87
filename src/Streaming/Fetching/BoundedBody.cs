namespace Streaming.Fetching;

/// <summary>Reads a body no further than a limit, whatever its header says of its length; memory grows with what has come.</summary>
internal static class BoundedBody
{
    private const int FirstBytes = 64 << 10;
    private const int MostBelieved = 1 << 20;

    /// <summary>The body.</summary>
    /// <param name="body">The stream.</param>
    /// <param name="said">The length that the server says, or null.</param>
    /// <param name="maxBytes">The most bytes.</param>
    /// <param name="grow">Told by how many bytes the memory grows.</param>
    /// <param name="abort">Stops.</param>
    /// <exception cref="FetchFailure">It is longer.</exception>
    public static async Task<byte[]> ReadAsync(Stream body, long? said, long maxBytes, Action<long> grow, CancellationToken abort)
    {
        var buffer = new byte[Math.Min(maxBytes + 1, Math.Min((said ?? FirstBytes) + 1, MostBelieved))];
        grow(buffer.Length);
        for (var length = 0; ;)
        {
            var got = await body.ReadAsync(buffer.AsMemory(length), abort);
            if (got == 0)
            {
                return buffer.AsSpan(0, length).ToArray();
            }

            length += got;
            if (length > maxBytes)
            {
                throw new FetchFailure(FetchFailureKind.Refused, $"it has more than the {maxBytes} bytes allowed (media.http.max_bytes)");
            }

            if (length == buffer.Length)
            {
                var larger = (int)Math.Min(maxBytes + 1, buffer.Length * 2L);
                grow(larger - buffer.Length);
                Array.Resize(ref buffer, larger);
            }
        }
    }
}
