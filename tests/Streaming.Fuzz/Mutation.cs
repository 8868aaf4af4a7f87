namespace Streaming.Fuzz;

/// <summary>Damages inputs. The same seed gives the same damage.</summary>
internal static class Mutation
{
    private static readonly byte[][] Words =
    [
        [0], [0xFF, 0xFE], "\r\n"u8.ToArray(), "\r\n\r\n"u8.ToArray(), "\n"u8.ToArray(), "-1"u8.ToArray(), "99999999999999999999"u8.ToArray(), "2147483648"u8.ToArray(), "WARC/1.0\r\n"u8.ToArray(),
        "HTTP/1.1 200 OK\r\n"u8.ToArray(), "Content-Length: "u8.ToArray(), "Transfer-Encoding: chunked\r\n"u8.ToArray(), "Content-Encoding: gzip\r\n"u8.ToArray(), "7fffffff\r\n"u8.ToArray(),
        "{\"text\":"u8.ToArray(), "\\ud800"u8.ToArray(), "\"\""u8.ToArray(), "[[[["u8.ToArray(), [0x1F, 0x8B, 8, 0], [0x28, 0xB5, 0x2F, 0xFD], "ustar\0"u8.ToArray(), [0xEF, 0xBB, 0xBF],
    ];

    /// <summary>One to eight kinds of damage, one after the other.</summary>
    public static byte[] Of(IReadOnlyList<byte[]> seeds, Random random)
    {
        var input = seeds[random.Next(seeds.Count)];
        for (var times = random.Next(1, 9); times > 0; times--)
        {
            input = Damage(input, seeds, random);
        }

        return input;
    }

    private static byte[] Damage(byte[] input, IReadOnlyList<byte[]> seeds, Random random)
    {
        var (from, to) = (random.Next(input.Length + 1), random.Next(input.Length + 1));
        (from, to) = (Math.Min(from, to), Math.Max(from, to));
        switch (random.Next(7))
        {
            case 0 when input.Length > 0:
                var flipped = (byte[])input.Clone();
                flipped[random.Next(input.Length)] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 1:
                return [.. input[..from], .. Words[random.Next(Words.Length)], .. input[from..]];
            case 2:
                return [.. input[..from], .. input[Math.Min(input.Length, from + random.Next(1, 64))..]];
            case 3:
                return [.. input[..to], .. input[Math.Max(from, to - 4096)..]];
            case 4:
                var other = seeds[random.Next(seeds.Count)];
                return [.. input[..from], .. other[random.Next(other.Length)..]];
            case 5:
                return input[..to];
            default:
                var noise = new byte[random.Next(1, 32)];
                random.NextBytes(noise);
                return [.. input[..from], .. noise, .. input[Math.Min(input.Length, from + noise.Length)..]];
        }
    }
}
