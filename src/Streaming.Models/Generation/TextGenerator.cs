using Streaming.Models.Folders;
using Streaming.Operators;
using Streaming.Tokenizers;

namespace Streaming.Models.Generation;

/// <summary>A model that writes: cut into preparing, which is pure work of the processor, and generating, which keeps the device busy.</summary>
/// <typeparam name="TInput">What a sample gives.</typeparam>
/// <typeparam name="TPrepared">The same, as the device wants it.</typeparam>
public abstract class TextGenerator<TInput, TPrepared>
{
    private readonly ModelFolder _folder;

    private protected TextGenerator(ModelFolder folder, DecoderGraphs graphs)
    {
        _folder = folder;
        Graphs = graphs;
        PadId = folder.Config.PadTokenId is { } pad && pad >= 0 ? pad : 0;
    }

    /// <summary>The model's tokenizer.</summary>
    public ITokenizer Tokenizer => _folder.Tokenizer;

    /// <summary>What the model itself asks for.</summary>
    public GenerationSettings Defaults => GenerationSettings.Of(_folder);

    internal DecoderGraphs Graphs { get; }

    private protected int PadId { get; }

    private protected ModelFolder Folder => _folder;

    /// <summary>Tokenises, decodes, resizes.</summary>
    /// <exception cref="InvalidDataException">The sample cannot be prepared: too long a prompt, a broken picture.</exception>
    public abstract TPrepared Prepare(TInput input);

    /// <summary>What a prepared sample costs: tokens or pixels.</summary>
    public abstract int CostOf(TPrepared prepared);

    /// <summary>Tries the model before the first sample.</summary>
    /// <exception cref="BadInputException">It cannot be called.</exception>
    public abstract void Warm();

    /// <summary>Generates for a batch. Several threads may call at once.</summary>
    /// <param name="batch">The prepared samples.</param>
    /// <param name="settings">How.</param>
    /// <param name="seeds">Where draws come from, one for each sample; the result of a sample depends on its own seed alone. Needed where ids are drawn.</param>
    /// <param name="limits">How much is worked on at once; null: everything. Where <see cref="LetsRowsIn"/>, samples that wait take the places of those that have ended; else they wait until all of a part have ended.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    /// <exception cref="InvalidDataException">The model gave no numbers for a sample.</exception>
    /// <returns>For each sample as many texts as were asked for.</returns>
    public Generated[][] Generate(IReadOnlyList<TPrepared> batch, GenerationSettings settings, IReadOnlyList<ulong>? seeds = null, DecodingLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var progress = new GenerationProgress(batch.Count);
        Generate(batch, settings, seeds, limits ?? DecodingLimits.None, progress, CancellationToken.None);
        return progress.Faults.FirstOrDefault(fault => fault is not null) is { } fault ? throw new InvalidDataException(fault.Message, fault) : [.. progress.Results.Select(result => result!)];
    }

    /// <summary>Whether samples can take the places of others that have ended: the graph must be able to fill rows up on the left, nothing of an encoder may hang on them, and beams are followed by batches that stay as they are.</summary>
    public bool LetsRowsIn(GenerationSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return Graphs.PadsLeft && !HasEncoder && settings.Beams == 1;
    }

    /// <summary>Generates for what is open of a batch; what is wrong with one sample is its fault alone.</summary>
    internal void Generate(IReadOnlyList<TPrepared> batch, GenerationSettings settings, IReadOnlyList<ulong>? seeds, DecodingLimits limits, GenerationProgress progress, CancellationToken abort)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        var run = new GenerationRun(settings, settings.EndTokenIds ?? _folder.Config.EndTokenIds, Tokenizer, PromptLimit, progress, abort);
        foreach (var part in Parts(batch, progress.Open, settings, limits))
        {
            Generate(batch, part, seeds, limits, run);
        }
    }

    /// <summary>Makes a sample's text, with the model's own settings.</summary>
    public string Complete(TInput input, GenerationSettings? settings = null, ulong seed = 0) => Generate([Prepare(input)], settings ?? Defaults, [seed])[0][0].Text;

    /// <summary>The number of ids that a decoder has positions for, or null.</summary>
    private protected abstract int? PromptLimit { get; }

    private protected abstract DecodingState Begin(IReadOnlyList<TPrepared> batch);

    /// <summary>The ids that the decoder begins with.</summary>
    private protected abstract int[] PromptOf(TPrepared prepared);

    /// <summary>Whether what an encoder gave hangs on each row.</summary>
    private protected virtual bool HasEncoder => false;

    private void Generate(IReadOnlyList<TPrepared> batch, int[] part, IReadOnlyList<ulong>? seeds, DecodingLimits limits, GenerationRun run)
    {
        var prompts = Array.ConvertAll(part, i => new WaitingPrompt(i, PromptOf(batch[i]), seeds?[i] ?? 0));
        run.Finish(prompts, limits, chosen => Begin([.. chosen.Select(prompt => batch[prompt.Index])]));
    }

    // Rows of several lengths go together only where the graph can be told which places are filled up; where rows cannot come in later, a part is what fits at once.
    private IEnumerable<int[]> Parts(IReadOnlyList<TPrepared> batch, int[] open, GenerationSettings settings, DecodingLimits limits)
    {
        if (LetsRowsIn(settings))
        {
            return [open];
        }

        var groups = Graphs.PadsLeft ? [open] : open.GroupBy(i => PromptOf(batch[i]).Length).Select(group => group.ToArray());
        return groups.SelectMany(group => group.Chunk(limits.RowsOf(group.Select(i => CostOf(batch[i])).DefaultIfEmpty(1).Max())));
    }
}
