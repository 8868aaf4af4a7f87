using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Streaming.Operators.Packing;

/// <summary>Makes the rows of a packed text table.</summary>
internal sealed class PackedText
{
    private static readonly string[] Names = ["input_ids", "cu_seqlens", "position_ids", "sample_ids", "sources", "tokens"];
    private const string Labels = "labels";
    private const string Licenses = "licenses";

    // Positions restart at each document: copied from here, for the loop that counts is several times slower than a copy.
    private readonly int[] _counting;

    private string[] _names = Names;
    private bool _hasLabels;
    private bool _hasLicenses;

    /// <summary>For packs of up to <paramref name="maxTokens"/> tokens.</summary>
    public PackedText(int maxTokens) => _counting = [.. Enumerable.Range(0, maxTokens)];

    /// <summary>Whether packs say what of them is learned.</summary>
    public bool HasLabels
    {
        get => _hasLabels;
        set => Name(value, _hasLicenses);
    }

    /// <summary>Whether packs say under which licences their documents stand.</summary>
    public bool HasLicenses
    {
        get => _hasLicenses;
        set => Name(_hasLabels, value);
    }

    /// <summary>The columns of a pack.</summary>
    public static RowSchema Schema { get; } = new(
    [
        new(Names[0], new ListType(ColumnType.Int32), Nullable: false),
        new(Names[1], new ListType(ColumnType.Int32), Nullable: false),
        new(Names[2], new ListType(ColumnType.Int32), Nullable: false),
        new(Names[3], new ListType(ColumnType.String), Nullable: false),
        new(Names[4], new ListType(ColumnType.String), Nullable: false),
        new(Names[5], ColumnType.Int32, Nullable: false),
    ]);

    /// <summary>The columns of a pack that also says what of it is learned, or under which licences its documents stand.</summary>
    public static RowSchema SchemaOf(bool hasLabels, bool hasLicenses)
    {
        var schema = hasLabels ? Schema.With(new(Labels, new ListType(ColumnType.Int32), Nullable: false)) : Schema;
        return hasLicenses ? schema.With(new(Licenses, new ListType(ColumnType.String), Nullable: false)) : schema;
    }

    /// <summary>A pack of pieces, in their order. Its id follows from theirs, its lineage begins where its first piece came from.</summary>
    public Sample Of(ReadOnlySpan<Piece> pieces, TokenStore store)
    {
        var tokens = 0;
        var borders = new int[pieces.Length + 1];
        for (var i = 0; i < pieces.Length; i++)
        {
            tokens += pieces[i].Length;
            borders[i + 1] = tokens;
        }

        var ids = GC.AllocateUninitializedArray<int>(tokens);
        var positions = GC.AllocateUninitializedArray<int>(tokens);
        var samples = new string[pieces.Length];
        var sources = new object?[pieces.Length];
        for (var i = 0; i < pieces.Length; i++)
        {
            var piece = pieces[i];
            store[piece].CopyTo(ids.AsSpan(borders[i]));
            _counting.AsSpan(0, piece.Length).CopyTo(positions.AsSpan(borders[i]));
            samples[i] = piece.SampleId;
            sources[i] = piece.Lineage.Split.Source;
        }

        List<object?> columns = [ids, borders, positions, Array.ConvertAll(samples, s => (object?)s), sources, (long)tokens];
        if (_hasLabels)
        {
            columns.Add(LabelsOf(pieces, ids, borders));
        }

        if (_hasLicenses)
        {
            columns.Add(LicensesOf(pieces));
        }

        return new()
        {
            Id = IdOf(pieces),
            Meta = new(_names, [.. columns]),
            Lineage = pieces[0].Lineage with { Parents = samples },
        };
    }

    private void Name(bool labels, bool licenses)
    {
        (_hasLabels, _hasLicenses) = (labels, licenses);
        _names = [.. SchemaOf(labels, licenses).Columns.Select(c => c.Name)];
    }

    private static object?[] LicensesOf(ReadOnlySpan<Piece> pieces)
    {
        var licenses = new object?[pieces.Length];
        for (var i = 0; i < pieces.Length; i++)
        {
            licenses[i] = pieces[i].License;
        }

        return licenses;
    }

    private static int[] LabelsOf(ReadOnlySpan<Piece> pieces, int[] ids, int[] borders)
    {
        var labels = GC.AllocateUninitializedArray<int>(ids.Length);
        for (var i = 0; i < pieces.Length; i++)
        {
            var stretch = borders[i]..borders[i + 1];
            LearnedTokens.Label(pieces[i].Learned, ids.AsSpan(stretch), labels.AsSpan(stretch));
        }

        return labels;
    }

    private static string IdOf(ReadOnlySpan<Piece> pieces)
    {
        var hash = new XxHash128();
        Span<byte> tail = stackalloc byte[8];
        foreach (var piece in pieces)
        {
            hash.Append(MemoryMarshal.AsBytes(piece.SampleId.AsSpan()));
            BinaryPrimitives.WriteInt32LittleEndian(tail, piece.SampleId.Length);
            BinaryPrimitives.WriteInt32LittleEndian(tail[4..], piece.Number);
            hash.Append(tail);
        }

        Span<byte> digest = stackalloc byte[16];
        hash.GetCurrentHash(digest);
        return Convert.ToHexStringLower(digest);
    }
}
