using Streaming.Models.Folders;
using Streaming.Models.Sessions;
using Streaming.Operators;

namespace Streaming.Models.Generation;

/// <summary>The graphs that a decoder steps with, however it was exported.</summary>
internal sealed class DecoderGraphs
{
    private const string Past = "past_key_values.";
    private const string Present = "present.";
    private const string Flag = "use_cache_branch";

    public DecoderGraphs(ModelConfig config, GraphSession first, GraphSession? later)
    {
        Config = config;
        First = first;
        IsMerged = first.Inputs.ContainsKey(Flag);

        // One graph with a cache serves both; without a cache, and without a second graph, each step reads everything again.
        Later = first.Inputs.Keys.Any(IsPast) ? first : first.Outputs.Keys.Any(IsPresent) ? later : null;
        if (!first.Outputs.TryGetValue("logits", out _))
        {
            throw first.Unsupported("it is a decoder without the output 'logits'");
        }
    }

    /// <summary>What config.json says.</summary>
    public ModelConfig Config { get; }

    /// <summary>Reads the prompt.</summary>
    public GraphSession First { get; }

    /// <summary>Reads one more id with the cache; null where there is no cache.</summary>
    public GraphSession? Later { get; }

    /// <summary>Whether <c>use_cache_branch</c> tells the graph which of the two it is to be.</summary>
    public bool IsMerged { get; }

    /// <summary>Whether rows of several lengths may be read together: the graph must hear which places are filled up, and what position each id has.</summary>
    public bool PadsLeft => First.Inputs.ContainsKey("attention_mask") && First.Inputs.ContainsKey("position_ids");

    public static bool IsPast(string name) => name.StartsWith(Past, StringComparison.Ordinal);

    public static bool IsPresent(string name) => name.StartsWith(Present, StringComparison.Ordinal);

    public static string PastOf(string present) => Past + present[Present.Length..];

    /// <summary>Whether a cached value is of the encoder's output, which is the same at every step.</summary>
    public static bool IsOfEncoder(string past) => past.Contains(".encoder.", StringComparison.Ordinal);

    /// <summary>Feeds the first call's empty cache.</summary>
    public void AddEmptyCache(GraphInputs inputs, int rows)
    {
        foreach (var port in First.Inputs.Values.Where(port => IsPast(port.Name)))
        {
            if (port.Shape.Length != 4)
            {
                throw First.Unsupported($"its cache '{port.Name}' has {port.Shape.Length} dimensions where batch, heads, length and size are expected");
            }

            inputs.AddZeros(port.Name, rows, port.Shape[1] > 0 ? port.Shape[1] : Heads(), 0, port.Shape[3] > 0 ? port.Shape[3] : HeadSize());
        }
    }

    /// <summary>Feeds the flag of a merged graph.</summary>
    public static void AddFlag(GraphInputs inputs, bool cached) => inputs.Add(Flag, [cached ? 1L : 0], 1);

    private int Heads() => Number("num_key_value_heads") ?? Number("num_attention_heads") ?? Number("n_head") ?? Number("num_heads") ?? Number("decoder_attention_heads") ?? throw Unknown("heads");

    private int HeadSize() => Number("head_dim") ?? Number("d_kv") ?? ((Number("hidden_size") ?? Number("n_embd") ?? Number("d_model") ?? throw Unknown("head size"))
        / (Number("num_attention_heads") ?? Number("n_head") ?? Number("num_heads") ?? Number("decoder_attention_heads") ?? throw Unknown("head size")));

    private int? Number(string name) => Config.Root.Number(name) ?? Config.Root.Field("decoder")?.Number(name) ?? Config.Root.Field("text_config")?.Number(name);

    private BadInputException Unknown(string what) => First.Unsupported($"neither the graph nor config.json says the {what} of its cache");
}
