using System.Buffers;
using FsCheck.Xunit;
using Streaming.Samples;

namespace Streaming.Tests.Samples;

[Properties(Arbitrary = [typeof(ArbitrarySample)])]
public class SampleCodecTests
{
    [Property(MaxTest = 300)]
    public void A_sample_comes_back_with_every_member(Sample sample)
    {
        var back = SampleCodec.Read(Encode(sample), out _);

        Assert.Equal(sample.Id, back.Id);
        Assert.Equal(sample.Text, back.Text);
        AssertMedia(sample.Images, back.Images);
        AssertMedia(sample.Audios, back.Audios);
        AssertMedia(sample.Videos, back.Videos);
        Assert.Equal(sample.Messages, back.Messages);
        AssertColumns(sample.Meta, back.Meta);
        Assert.Equal(sample.Stats.Keys, back.Stats.Keys);
        Assert.All(sample.Stats.Keys, key => AssertValue(sample.Stats[key], back.Stats[key]));
        Assert.Equal(sample.Lineage with { Parents = [] }, back.Lineage with { Parents = [] });
        Assert.Equal(sample.Lineage.Parents, back.Lineage.Parents);
    }

    [Property]
    public void A_decoded_sample_encodes_to_the_same_bytes(Sample sample)
    {
        var bytes = Encode(sample);

        Assert.Equal(bytes, Encode(SampleCodec.Read(bytes, out _)));
    }

    [Property]
    public void Samples_written_end_to_end_are_read_one_by_one_from_a_stream(Sample[] samples)
    {
        var stream = new TrickleStream(Encode(samples));

        var back = new List<Sample>();
        while (SampleCodec.Read(stream) is { } sample)
        {
            back.Add(sample);
        }

        Assert.Equal(Encode(samples), Encode([.. back]));
    }

    [Property]
    public void A_sample_is_read_across_segments(Sample first, Sample second)
    {
        var sequence = SegmentsOf(Encode(first, second), 7);

        var one = SampleCodec.Read(sequence, out var consumed);
        var two = SampleCodec.Read(sequence.Slice(consumed), out _);

        Assert.Equal(Encode(first, second), Encode(one, two));
    }

    [Property(MaxTest = 50)]
    public void A_sample_that_is_cut_off_is_refused(Sample sample)
    {
        var bytes = Encode(sample);

        for (var length = 0; length < bytes.Length; length += 1 + (bytes.Length / 50))
        {
            Assert.Throws<InvalidDataException>(() => SampleCodec.Read(bytes.AsSpan(0, length), out _));
        }
    }

    [Property(MaxTest = 300)]
    public void Flipped_bytes_give_a_sample_or_a_refusal_and_nothing_else(Sample sample, int at, byte with)
    {
        var bytes = Encode(sample);
        bytes[(int)((uint)at % bytes.Length)] ^= with;

        try
        {
            SampleCodec.Read(bytes, out _);
        }
        catch (InvalidDataException)
        {
        }
    }

    [Fact]
    public void A_hostile_length_is_refused_without_allocating_it()
    {
        byte[] bytes = [1, 0x80, 0x80, 0x80, 0x80, 0x02, 1, 2, 3]; // 512 MiB promised, three bytes there
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<InvalidDataException>(() => SampleCodec.Read(new MemoryStream(bytes)));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void A_later_version_is_refused_by_its_number()
    {
        var fault = Assert.Throws<InvalidDataException>(() => SampleCodec.Read([9, 0], out _));

        Assert.Contains("version 9", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_nests_too_deep_is_refused()
    {
        var sample = Plain();
        object?[] value = [];
        for (var i = 0; i < 70; i++)
        {
            value = [value];
        }

        sample.Meta["deep"] = value;

        Assert.Throws<InvalidDataException>(() => Encode(sample));
    }

    [Fact]
    public void A_value_without_a_column_type_is_refused()
    {
        var sample = Plain();
        sample.Meta["when"] = DateTimeOffset.UnixEpoch;

        Assert.Throws<InvalidDataException>(() => Encode(sample));
    }

    private static Sample Plain() => new() { Id = "s", Lineage = new(new("test", "split"), 0, [], "run") };

    private static byte[] Encode(params Sample[] samples)
    {
        var buffer = new ArrayBufferWriter<byte>();
        foreach (var sample in samples)
        {
            SampleCodec.Write(buffer, sample);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void AssertColumns(ColumnValues expected, ColumnValues actual)
    {
        Assert.Equal(expected.Names, actual.Names);
        for (var i = 0; i < expected.Count; i++)
        {
            AssertValue(expected.ValueAt(i), actual.ValueAt(i));
        }
    }

    private static void AssertValue(object? expected, object? actual)
    {
        Assert.Equal(expected?.GetType(), actual?.GetType());
        Assert.Equal(expected, actual);
    }

    private static void AssertMedia(IReadOnlyList<Media> expected, IReadOnlyList<Media> actual)
    {
        Assert.Equal(expected.Select(m => m.Path), actual.Select(m => m.Path));
        Assert.Equal(expected.Select(m => m.Bytes?.ToArray()), actual.Select(m => m.Bytes?.ToArray()));
    }

    private static ReadOnlySequence<byte> SegmentsOf(byte[] bytes, int size)
    {
        var first = new Segment(bytes.AsMemory(0, Math.Min(size, bytes.Length)), 0);
        var last = first;
        for (var at = size; at < bytes.Length; at += size)
        {
            last = last.Follow(bytes.AsMemory(at, Math.Min(size, bytes.Length - at)));
        }

        return new(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long at) => (Memory, RunningIndex) = (memory, at);

        public Segment Follow(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }

    /// <summary>Gives at most eleven bytes at a time, as a socket or a compressed stream may.</summary>
    private sealed class TrickleStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 11));
    }
}
