using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Streaming.Operators.Packing.Patches;

/// <summary>Makes the rows of a packed image table.</summary>
internal static class PackedPatches
{
    private static readonly string[] Names = ["patches", "patch_count", "grid", "cu_patches", "texts", "sample_ids"];
    private static readonly string[] LicensedNames = [.. Names, "licenses"];

    /// <summary>The columns of a pack. Grid, texts and ids have an entry a picture, <c>cu_patches</c> one more.</summary>
    public static RowSchema Schema { get; } = new(
    [
        new(Names[0], ColumnType.Binary, Nullable: false),
        new(Names[1], ColumnType.Int32, Nullable: false),
        new(Names[2], new ListType(new StructType([new("h", ColumnType.Int32), new("w", ColumnType.Int32)])), Nullable: false),
        new(Names[3], new ListType(ColumnType.Int32), Nullable: false),
        new(Names[4], new ListType(ColumnType.String), Nullable: false),
        new(Names[5], new ListType(ColumnType.String), Nullable: false),
    ]);

    /// <summary>The columns of a pack that also says under which licences its pictures stand.</summary>
    public static RowSchema SchemaOf(bool hasLicenses) => hasLicenses ? Schema.With(new(LicensedNames[^1], new ListType(ColumnType.String), Nullable: false)) : Schema;

    /// <summary>A pack of samples, in their order. Its id follows from theirs, its lineage begins where its first sample came from.</summary>
    public static Sample Of(IReadOnlyList<PatchedSample> samples, bool hasLicenses)
    {
        var patches = new byte[samples.Sum(s => s.Patches.Length)];
        var borders = new List<int> { 0 };
        var (grids, texts, ids, at) = (new List<object?>(), new List<object?>(), new List<object?>(), 0);
        foreach (var sample in samples)
        {
            sample.Patches.CopyTo(patches, at);
            at += sample.Patches.Length;
            for (var i = 0; i < sample.Grids.Count; i++)
            {
                var (rows, columns) = sample.Grids[i];
                grids.Add(new object?[] { (long)rows, (long)columns });
                borders.Add(borders[^1] + (rows * columns));

                // The text belongs to the sample: it stands with its first picture.
                texts.Add(i == 0 ? sample.Text : "");
                ids.Add(sample.Id);
            }
        }

        object?[] values = [patches, (long)borders[^1], grids.ToArray(), borders.ToArray(), texts.ToArray(), ids.ToArray()];
        return new()
        {
            Id = IdOf(samples),
            Meta = new(hasLicenses ? LicensedNames : Names, hasLicenses ? [.. values, LicensesOf(samples)] : values),
            Lineage = samples[0].Lineage with { Parents = [.. samples.Select(s => s.Id)] },
        };
    }

    private static object?[] LicensesOf(IReadOnlyList<PatchedSample> samples) => [.. samples.SelectMany(s => Enumerable.Repeat<object?>(s.License, s.Grids.Count))];

    private static string IdOf(IReadOnlyList<PatchedSample> samples)
    {
        var hash = new XxHash128();
        foreach (var sample in samples)
        {
            hash.Append(MemoryMarshal.AsBytes(sample.Id.AsSpan()));
            hash.Append([0, 0]);
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
