using System.Buffers.Binary;
using System.ComponentModel.DataAnnotations;
using System.Runtime.InteropServices;
using Streaming.Imaging;
using Streaming.Operators.Holding;
using Streaming.Operators.Packing.Patches;
using Streaming.Operators.Safety.Licences;

namespace Streaming.Operators.Packing;

/// <summary>Options of <c>image_patch_packer</c>.</summary>
internal sealed record ImagePatchPackerOptions : IValidatesOptions
{
    /// <summary>A patch's side, in pixels.</summary>
    [Range(1, 256)]
    public int PatchSize { get; init; } = 16;

    /// <summary>Patches of a pack.</summary>
    [Range(1, 1 << 20)]
    public int MaxPatches { get; init; } = 1024;

    /// <summary>The most patches of a picture; larger ones are made smaller, in their own aspect. Pictures are never made larger, but for a side that is shorter than a patch.</summary>
    [Range(1, 1 << 20)]
    public int MaxPatchesPerImage { get; init; } = 256;

    /// <summary>Packs that are open at a time. More of them fill better, and hold more in memory and in each epoch's state.</summary>
    [Range(1, 1024)]
    public int OpenPacks { get; init; } = 16;

    /// <summary>What is taken off red, green and blue, of 0 to 1.</summary>
    public IReadOnlyList<double> ImageMean { get; init; } = [0.5, 0.5, 0.5];

    /// <summary>What they are divided by then.</summary>
    public IReadOnlyList<double> ImageStd { get; init; } = [0.5, 0.5, 0.5];

    /// <summary>Larger pictures become dead letters, unread.</summary>
    [Range(1, long.MaxValue)]
    public long MaxImagePixels { get; init; } = ImageDecoder.DefaultMaxPixels;

    /// <summary>
    /// The field with each sample's licence, as a dotted path: <c>license</c> behind <c>spdx_license_mapper</c>. With it packs get <c>licenses</c>, an entry a picture, null where it is not known;
    /// a group's are joined by AND. A table that was begun without it has no such column: write to a new one.
    /// </summary>
    [MinLength(1)]
    public string? LicenseKey { get; init; }

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        if (ImageMean.Count != 3)
        {
            yield return new("image_mean", "Three numbers are needed, for red, green and blue.");
        }

        if (ImageStd.Count != 3 || ImageStd.Any(d => d <= 0))
        {
            yield return new("image_std", "Three numbers above 0 are needed, for red, green and blue.");
        }

        if (MaxPatchesPerImage > MaxPatches)
        {
            yield return new("max_patches_per_image", "A picture must fit into a pack (max_patches).");
        }
    }
}

/// <summary>
/// Cuts pictures into patches, each picture in its own aspect and resolution within a budget, and packs them into sequences for training without padding (NaViT, arXiv 2307.06304): rows of <c>patches</c> (half
/// precision; a patch row by row, pixel by pixel, red, green, blue), <c>patch_count</c>, <c>grid</c>, <c>cu_patches</c>, <c>texts</c> and <c>sample_ids</c>, the last four by picture, as are <c>licenses</c> where <c>license_key</c> asks for them. The pictures of a sample stay together and in order; its
/// text stands with the first of them.
/// </summary>
/// <remarks>Pictures are decoded, resized (bicubic, as Pillow) and cut in parallel; packs are filled by best fit. Open packs outlive epochs and restarts. Samples without a picture, or with more pictures than a pack has patches, are rejected.</remarks>
[Operator("image_patch_packer", Example = "{ patch_size: 16, max_patches: 1024, max_patches_per_image: 256 }")]
internal sealed class ImagePatchPacker(ImagePatchPackerOptions options) : Operator, IPreparing, IStateful, ITokenCounter, IReadsMedia
{
    private readonly Patchifier _patchifier = new(options.PatchSize, options.ImageMean, options.ImageStd);
    private readonly OpenPacks _packs = new(options.MaxPatches, options.OpenPacks);
    private LicenceField? _licence;
    private MemoryShare? _memory;
    private long _packsOut;

    public long Held => _packs.Held;

    public long TokensOut { get; private set; }

    public long PackPlaces => _packsOut * options.MaxPatches;

    public long Truncated => 0;

    public override RowSchema Describe(RowSchema input) => input.Find(KnownColumns.Images) is not null
        ? PackedPatches.SchemaOf(LicenceOf(input) is not null)
        : throw new BadInputException($"image_patch_packer needs a column '{KnownColumns.Images}'.");

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _memory = new(context.Memory);
        _licence = LicenceOf(context.Input);
        return ValueTask.CompletedTask;
    }

    public IEnumerable<Media> MediaOf(Sample sample) => sample.Images.Count <= options.MaxPatches ? sample.Images : [];

    public bool DecodesMedia => true;

    public void Prepare(SampleBatch batch)
    {
        var patched = new List<PatchedSample>(batch.Samples.Count);
        foreach (var sample in batch.Samples)
        {
            try
            {
                if (sample.Images.Count is 0 || sample.Images.Count > options.MaxPatches)
                {
                    batch.Reject(sample, sample.Images.Count == 0
                        ? new("the sample has no picture", 0, "[1, ]")
                        : new("the sample has more pictures than a pack has patches", sample.Images.Count, $"[1, {options.MaxPatches}]"));
                    continue;
                }

                patched.Add(Patch(sample));
                batch.PreparedBytes += patched[^1].Patches.Length;
            }
            catch (Exception e) when (SampleFault.Is(e))
            {
                batch.Bury(sample, e);
            }
        }

        batch.Samples.Clear();
        batch.SetPrepared(this, patched);
    }

    public override ValueTask ApplyAsync(SampleBatch batch)
    {
        if (batch.PeekPrepared(this) is null)
        {
            Prepare(batch);
        }

        var done = new List<OpenPack>();
        foreach (var sample in (List<PatchedSample>)batch.TakePrepared(this)!)
        {
            batch.PreparedBytes -= sample.Patches.Length;
            _packs.Add(sample, done);
        }

        Emit(batch, done);
        return ValueTask.CompletedTask;
    }

    public override ValueTask FinishAsync(SampleBatch last)
    {
        var done = new List<OpenPack>();
        _packs.CloseOldest(done);
        Emit(last, done);
        return ValueTask.CompletedTask;
    }

    public void Save(IStateWriter state)
    {
        foreach (var pack in _packs.Open)
        {
            for (var i = 0; i < pack.Samples.Count; i++)
            {
                var into = state.Split(pack.Samples[i].Lineage.Split);
                var head = into.GetSpan(12);
                BinaryPrimitives.WriteInt64LittleEndian(head, pack.Number);
                BinaryPrimitives.WriteInt32LittleEndian(head[8..], i);
                into.Advance(12);
                SampleCodec.Write(into, pack.Samples[i].ToSample());
            }
        }
    }

    public void Restore(IStateReader state)
    {
        var held = new List<(long Pack, int Place, PatchedSample Sample)>();
        foreach (var (_, bytes) in state.Splits)
        {
            for (var rest = bytes.Span; rest.Length > 0;)
            {
                var (pack, place) = (BinaryPrimitives.ReadInt64LittleEndian(rest), BinaryPrimitives.ReadInt32LittleEndian(rest[8..]));
                held.Add((pack, place, PatchedSample.Of(SampleCodec.Read(rest[12..], out var length))));
                rest = rest[(12 + length)..];
            }
        }

        // Splits that come from several workers may have counted alike; the stable sort then leaves them in the order of their ids.
        foreach (var (pack, _, sample) in held.OrderBy(h => h.Pack).ThenBy(h => h.Place))
        {
            _packs.Restore(pack, sample);
        }

        _memory?.Hold(_packs.Bytes);
    }

    private PatchedSample Patch(Sample sample)
    {
        var budget = Math.Min(options.MaxPatchesPerImage, options.MaxPatches / sample.Images.Count);
        var (grids, parts) = (new List<(int Rows, int Columns)>(), new List<byte[]>());
        foreach (var picture in sample.Images)
        {
            var image = SamplePictures.Decode(sample, picture, options.MaxImagePixels);
            var grid = PatchBudget.GridOf(image.Height, image.Width, options.PatchSize, budget);
            grids.Add(grid);
            parts.Add(_patchifier.Cut(ImageResize.Resize(image, grid.Columns * options.PatchSize, grid.Rows * options.PatchSize, Resample.Bicubic)));
        }

        return new(sample.Id, sample.Text, sample.Lineage, grids, Joined(parts), _licence?.Of(sample));
    }

    private LicenceField? LicenceOf(RowSchema input) => options.LicenseKey is { } key ? LicenceField.Find(key, input) : null;

    private static byte[] Joined(List<byte[]> parts)
    {
        if (parts.Count == 1)
        {
            return parts[0];
        }

        var (joined, at) = (new byte[parts.Sum(p => p.Length)], 0);
        foreach (var part in parts)
        {
            part.CopyTo(joined, at);
            at += part.Length;
        }

        return joined;
    }

    private void Emit(SampleBatch batch, List<OpenPack> done)
    {
        foreach (var pack in CollectionsMarshal.AsSpan(done))
        {
            batch.Samples.Add(PackedPatches.Of(pack.Samples, hasLicenses: _licence is not null));
            TokensOut += pack.Count;
            _packsOut++;
        }

        _memory?.Hold(_packs.Bytes);
    }
}
