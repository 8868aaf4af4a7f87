using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using FsCheck.Xunit;
using Streaming.Parquet.Lines;

namespace Streaming.Parquet.Tests;

public sealed class LineReaderTests
{
    [Property(MaxTest = 200)]
    public bool Lines_do_not_depend_on_how_the_bytes_arrive(string[] texts, bool crlf, bool bom, bool lastEnds, int seed)
    {
        var lines = (texts ?? []).Select(t => (t ?? "").Replace('\n', ' ').Replace('\r', ' ')).Append("last").ToArray();
        var content = (bom ? "\uFEFF" : "") + string.Join(crlf ? "\r\n" : "\n", lines) + (lastEnds ? "\n" : "");

        var read = Read(new DrippingStream(Encoding.UTF8.GetBytes(content), new Random(seed)), 1 << 20);

        return read.Select(l => l.Text).SequenceEqual(lines.Select(l => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(l))));
    }

    [Property(MaxTest = 100)]
    public bool Long_lines_are_cut_and_passed_wherever_the_bytes_are_split(ushort length, int seed)
    {
        var content = $"a\n{new string('x', 50 + (length % 5000))}\nb";

        var read = Read(new DrippingStream(Encoding.UTF8.GetBytes(content), new Random(seed)), 49);

        return read.Select(l => (l.TooLong, l.Length)).SequenceEqual([(false, 1), (true, 50 + (length % 5000)), (false, 1)]);
    }

    [Fact]
    public void An_endless_line_takes_no_more_memory_than_the_limit()
    {
        // Of this thread: other tests allocate meanwhile. The stream answers at once, so the reading stays on it.
        var before = GC.GetAllocatedBytesForCurrentThread();

        var read = Read(new EndlessStream(200_000_000), 1 << 20);

        Assert.Equal((true, 200_000_000L), (read[0].TooLong, read[0].Length));
        Assert.Equal(64 << 10, read[0].Text.Length);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 20_000_000);
    }

    [Fact]
    public void Nothing_has_no_lines() => Assert.Empty(Read(new MemoryStream(), 10));

    private static List<(string Text, bool TooLong, long Length)> Read(Stream stream, int limit)
    {
        var reader = new LineReader(PipeReader.Create(stream), limit);
        var lines = new List<(string, bool, long)>();
        while (reader.ReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult() is { } line)
        {
            lines.Add((Encoding.UTF8.GetString(line.Bytes.ToArray()), line.IsTooLong, line.Length));
        }

        return lines;
    }

    private sealed class DrippingStream(byte[] content, Random random) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, random.Next(1, 9))], cancellationToken);
    }

    private sealed class EndlessStream(long length) : MemoryStream
    {
        private long _left = length;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = (int)Math.Min(_left, buffer.Length);
            buffer.Span[..count].Fill((byte)'x');
            _left -= count;
            return new(count);
        }
    }
}
