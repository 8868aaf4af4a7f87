using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Streaming.Operators.Packing;

/// <summary>The open pieces of one split as bytes: little-endian, texts as UTF-16 (ids need not be valid Unicode), tokens raw.</summary>
internal static class PieceState
{
    private const int Version = 1;
    private const int PieceHeader = 36;

    /// <summary>Writes the pieces of one split, with the number that the next document of any split gets.</summary>
    public static void Write(IBufferWriter<byte> state, IReadOnlyList<Piece> pieces, PackingWindow window, long nextSequence)
    {
        var run = pieces[0].Lineage.Run;
        var header = state.GetSpan(20);
        BinaryPrimitives.WriteInt32LittleEndian(header, Version);
        BinaryPrimitives.WriteInt64LittleEndian(header[4..], nextSequence);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], pieces.Count);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], run.Length);
        state.Advance(20);
        state.Write(MemoryMarshal.AsBytes(run.AsSpan()));
        foreach (var piece in pieces)
        {
            Write(state, piece, window.TokensOf(piece));
        }
    }

    /// <summary>Reads the pieces of a split, and the number that the next document gets at least.</summary>
    /// <exception cref="InvalidDataException">The state is of another version.</exception>
    public static List<(Piece Piece, int[] Tokens)> Read(SplitId split, ReadOnlySpan<byte> state, out long nextSequence)
    {
        if (BinaryPrimitives.ReadInt32LittleEndian(state) is var version && version != Version)
        {
            throw new InvalidDataException($"The packer's state of {split} is of version {version}; this program reads version {Version}.");
        }

        nextSequence = BinaryPrimitives.ReadInt64LittleEndian(state[4..]);
        var count = BinaryPrimitives.ReadInt32LittleEndian(state[12..]);
        var runLength = BinaryPrimitives.ReadInt32LittleEndian(state[16..]);
        state = state[20..];
        var run = TakeText(ref state, runLength);
        var pieces = new List<(Piece, int[])>();
        for (var i = 0; i < count; i++)
        {
            pieces.Add(Read(split, run, ref state));
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

    private static (Piece Piece, int[] Tokens) Read(SplitId split, string run, ref ReadOnlySpan<byte> state)
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
            Pack = BinaryPrimitives.ReadInt32LittleEndian(header[32..]),
        }, tokens);
    }

    private static string TakeText(ref ReadOnlySpan<byte> state, int length)
    {
        var text = new string(MemoryMarshal.Cast<byte, char>(state)[..length]);
        state = state[(length * sizeof(char))..];
        return text;
    }
}
