using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Streaming.Operators.Packing;

/// <summary>The open pieces of one split as bytes: little-endian, texts as UTF-16 (ids need not be valid Unicode), tokens raw.</summary>
internal static class PieceState
{
    // Version 2 says of each piece what of it is learned, version 3 its licence too; they are written only where one has something to say, so that older programs read the rest.
    private const int Plain = 1;
    private const int Labelled = 2;
    private const int Licensed = 3;
    private const int PieceHeader = 36;
    private const int EverythingLearned = -1;
    private const int NoLicense = -1;

    /// <summary>Writes the pieces of one split, with the number that the next document of any split gets.</summary>
    public static void Write(IBufferWriter<byte> state, IReadOnlyList<Piece> pieces, PackingWindow window, long nextSequence)
    {
        var run = pieces[0].Lineage.Run;
        var version = pieces.Any(piece => piece.License is not null) ? Licensed : pieces.Any(piece => piece.Learned is not null) ? Labelled : Plain;
        var header = state.GetSpan(20);
        BinaryPrimitives.WriteInt32LittleEndian(header, version);
        BinaryPrimitives.WriteInt64LittleEndian(header[4..], nextSequence);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], pieces.Count);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], run.Length);
        state.Advance(20);
        state.Write(MemoryMarshal.AsBytes(run.AsSpan()));
        foreach (var piece in pieces)
        {
            Write(state, piece, window.TokensOf(piece));
            if (version >= Labelled)
            {
                Write(state, piece.Learned);
            }

            if (version >= Licensed)
            {
                Write(state, piece.License);
            }
        }
    }

    /// <summary>Reads the pieces of a split, and the number that the next document gets at least.</summary>
    /// <exception cref="InvalidDataException">The state is of another version.</exception>
    public static List<(Piece Piece, int[] Tokens)> Read(SplitId split, ReadOnlySpan<byte> state, out long nextSequence)
    {
        if (BinaryPrimitives.ReadInt32LittleEndian(state) is var version && version is not (Plain or Labelled or Licensed))
        {
            throw new InvalidDataException($"The packer's state of {split} is of version {version}; this program reads versions {Plain} to {Licensed}.");
        }

        nextSequence = BinaryPrimitives.ReadInt64LittleEndian(state[4..]);
        var count = BinaryPrimitives.ReadInt32LittleEndian(state[12..]);
        var runLength = BinaryPrimitives.ReadInt32LittleEndian(state[16..]);
        state = state[20..];
        var run = TakeText(ref state, runLength);
        var pieces = new List<(Piece, int[])>();
        for (var i = 0; i < count; i++)
        {
            pieces.Add(Read(split, run, version, ref state));
        }

        return pieces;
    }

    private static void Write(IBufferWriter<byte> state, Piece piece, ReadOnlySpan<int> tokens)
    {
        var header = state.GetSpan(PieceHeader);
        BinaryPrimitives.WriteInt64LittleEndian(header, piece.Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], piece.Lineage.Position);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], piece.Number);
        BinaryPrimitives.WriteInt32LittleEndian(header[20..], piece.Rounds);
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], piece.SampleId.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], piece.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header[32..], piece.Pack);
        state.Advance(PieceHeader);
        state.Write(MemoryMarshal.AsBytes(piece.SampleId.AsSpan()));
        state.Write(MemoryMarshal.AsBytes(tokens));
    }

    private static void Write(IBufferWriter<byte> state, LearnedTokens? learned)
    {
        var header = state.GetSpan(sizeof(int));
        BinaryPrimitives.WriteInt32LittleEndian(header, learned?.Borders.Length ?? EverythingLearned);
        state.Advance(sizeof(int));
        state.Write(MemoryMarshal.AsBytes(learned is null ? [] : learned.Borders));
    }

    private static void Write(IBufferWriter<byte> state, string? license)
    {
        var header = state.GetSpan(sizeof(int));
        BinaryPrimitives.WriteInt32LittleEndian(header, license?.Length ?? NoLicense);
        state.Advance(sizeof(int));
        state.Write(MemoryMarshal.AsBytes(license.AsSpan()));
    }

    private static (Piece Piece, int[] Tokens) Read(SplitId split, string run, int version, ref ReadOnlySpan<byte> state)
    {
        var header = state[..PieceHeader];
        state = state[PieceHeader..];
        var id = TakeText(ref state, BinaryPrimitives.ReadInt32LittleEndian(header[24..]));
        var tokens = MemoryMarshal.Cast<byte, int>(state)[..BinaryPrimitives.ReadInt32LittleEndian(header[28..])].ToArray();
        state = state[(tokens.Length * sizeof(int))..];
        return (new()
        {
            SampleId = id,
            Lineage = new(split, BinaryPrimitives.ReadInt64LittleEndian(header[8..]), [], run),
            Sequence = BinaryPrimitives.ReadInt64LittleEndian(header),
            Number = BinaryPrimitives.ReadInt32LittleEndian(header[16..]),
            Rounds = BinaryPrimitives.ReadInt32LittleEndian(header[20..]),
            Length = tokens.Length,
            Learned = version >= Labelled ? TakeLearned(ref state) : null,
            License = version >= Licensed ? TakeLicense(ref state) : null,
            Pack = BinaryPrimitives.ReadInt32LittleEndian(header[32..]),
        }, tokens);
    }

    private static LearnedTokens? TakeLearned(ref ReadOnlySpan<byte> state)
    {
        var count = BinaryPrimitives.ReadInt32LittleEndian(state);
        state = state[sizeof(int)..];
        if (count == EverythingLearned)
        {
            return null;
        }

        var borders = MemoryMarshal.Cast<byte, int>(state)[..count].ToArray();
        state = state[(count * sizeof(int))..];
        return new(borders);
    }

    private static string? TakeLicense(ref ReadOnlySpan<byte> state)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(state);
        state = state[sizeof(int)..];
        return length == NoLicense ? null : TakeText(ref state, length);
    }

    private static string TakeText(ref ReadOnlySpan<byte> state, int length)
    {
        var text = new string(MemoryMarshal.Cast<byte, char>(state)[..length]);
        state = state[(length * sizeof(char))..];
        return text;
    }
}
