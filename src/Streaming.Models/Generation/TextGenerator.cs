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
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    /// <returns>For each sample as many texts as were asked for.</returns>
    public Generated[][] Generate(IReadOnlyList<TPrepared> batch, GenerationSettings settings, IReadOnlyList<ulong>? seeds = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        var results = new Generated[batch.Count][];
        var run = new GenerationRun(settings, settings.EndTokenIds ?? _folder.Config.EndTokenIds, Tokenizer, PromptLimit);
        foreach (var group in Groups(batch))
        {
            using var state = Begin([.. group.Select(i => batch[i])]);
            Generated[][] generated = run.Finish(state, [.. group.Select(i => PromptOf(batch[i]))], [.. group.Select(i => seeds?[i] ?? 0)]);
            for (var i = 0; i < generated.Length; i++)
            {
                results[group[i]] = generated[i];
            }
        }

        return results;
    }

    /// <summary>Makes a sample's text, with the model's own settings.</summary>
    public string Complete(TInput input, GenerationSettings? settings = null, ulong seed = 0) => Generate([Prepare(input)], settings ?? Defaults, [seed])[0][0].Text;

    /// <summary>The number of ids that a decoder has positions for, or null.</summary>
    private protected abstract int? PromptLimit { get; }

    private protected abstract DecodingState Begin(IReadOnlyList<TPrepared> batch);

    /// <summary>The ids that the decoder begins with.</summary>
    private protected abstract int[] PromptOf(TPrepared prepared);

    // Rows of several lengths go together only where the graph can be told which places are filled up.
    private IEnumerable<int[]> Groups(IReadOnlyList<TPrepared> batch)
    {
        var all = Enumerable.Range(0, batch.Count);
        return Graphs.PadsLeft ? batch.Count == 0 ? [] : [[.. all]] : all.GroupBy(i => PromptOf(batch[i]).Length).Select(group => group.ToArray());
    }
}
