namespace Streaming.Operators.Packing.Patches;

/// <summary>A sample as patches: its pictures in their order.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">Its text.</param>
/// <param name="Lineage">Where it came from.</param>
/// <param name="Grids">Rows and columns of patches, for each picture.</param>
/// <param name="Patches">The patches of all pictures, one after the other.</param>
/// <param name="License">Its licence; null: not known, or not asked for.</param>
internal sealed record PatchedSample(string Id, string Text, Lineage Lineage, IReadOnlyList<(int Rows, int Columns)> Grids, byte[] Patches, string? License)
{
    private const string PatchesColumn = "patches";
    private const string GridColumn = "grid";
    private const string LicenseColumn = "license";

    /// <summary>How many patches.</summary>
    public int Count { get; } = Grids.Sum(g => g.Rows * g.Columns);

    /// <summary>As a sample, for the codec that keeps state.</summary>
    public Sample ToSample()
    {
        var sample = new Sample { Id = Id, Text = Text, Lineage = Lineage };
        sample.Meta[PatchesColumn] = Patches;
        sample.Meta[GridColumn] = Grids.SelectMany(g => new[] { g.Rows, g.Columns }).ToArray();
        if (License is not null)
        {
            sample.Meta[LicenseColumn] = License;
        }

        return sample;
    }

    /// <summary>What <see cref="ToSample"/> made.</summary>
    public static PatchedSample Of(Sample sample)
    {
        var sides = (int[])sample.Meta[GridColumn]!;
        return new(sample.Id, sample.Text, sample.Lineage, [.. sides.Chunk(2).Select(s => (s[0], s[1]))], (byte[])sample.Meta[PatchesColumn]!, (string?)sample.Meta[LicenseColumn]);
    }
}
