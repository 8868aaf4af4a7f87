using System.ComponentModel.DataAnnotations;
using Streaming.Models.Endpoints;
using Streaming.Operators;

namespace Streaming.Models.Operators.Synthesis;

/// <summary>Options of every operator that generates: which model, how it is asked, and where what was generated is kept.</summary>
internal abstract record SynthesisOptions : ModelOptions
{
    private const string BaseVariable = "OPENAI_BASE_URL";

    /// <summary>The folder of a decoder, a text-to-text or an image-to-text model; with <c>endpoint</c>, the model's name there.</summary>
    [PathOption(OrName = true)]
    public string Model { get; init; } = "";

    /// <summary>The address of an OpenAI-compatible endpoint (vLLM, TGI, llama.cpp, OpenAI): <c>http://127.0.0.1:8000/v1</c>. Empty: the model is a folder; or, where there is no such folder and <c>OPENAI_BASE_URL</c> is set, a name at that address.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>The environment variable that holds the endpoint's key.</summary>
    public string ApiKeyVariable { get; init; } = "OPENAI_API_KEY";

    /// <summary>Requests to the endpoint at once.</summary>
    [Range(1, 4_096)]
    public int MaxConcurrency { get; init; } = 16;

    /// <summary>The most requests a minute; 0: no limit.</summary>
    [Range(0, int.MaxValue)]
    public int RequestsPerMinute { get; init; }

    /// <summary>The most tokens a minute, read and written; 0: no limit.</summary>
    [Range(0L, long.MaxValue)]
    public long TokensPerMinute { get; init; }

    /// <summary>How long one request may take before it is tried again.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "24:00:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How often a request may break (errors of the server, lost connections, unreadable answers, timeouts) before it is given up. Being told to wait does not count.</summary>
    [Range(1, 1_000)]
    public int MaxAttempts { get; init; } = 6;

    /// <summary>How long all tries of a request may take. An endpoint that answers nobody for so long stops the run; the same command goes on where it ended.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "24:00:00")]
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether the endpoint sends its answers piece by piece; proxies that close silent connections need it.</summary>
    public bool Stream { get; init; }

    /// <summary>What a million tokens cost that the endpoint reads, for the summary.</summary>
    [Range(0.0, 1e9)]
    public double PricePerMillionInput { get; init; }

    /// <summary>What a million tokens cost that the endpoint writes, for the summary.</summary>
    [Range(0.0, 1e9)]
    public double PricePerMillionOutput { get; init; }

    /// <summary>How texts are generated. Draws derive from the sample's id, so that a replay draws the same.</summary>
    public SamplingParams SamplingParams { get; init; } = new();

    /// <summary>How often a sample is asked for before an answer of the wrong form is a reject; the model is shown its answer and what is wrong with it.</summary>
    [Range(1, 100)]
    public int TryNum { get; init; } = 3;

    /// <summary>Where completed generations are kept, so that none is paid for twice; empty: beside the primary table (<c>….kept/completions</c>).</summary>
    [PathOption]
    public string CachePath { get; init; } = "";

    /// <summary>The most bytes of kept generations; the oldest go first. 0 keeps none.</summary>
    public ByteSize CacheBytes { get; init; } = ByteSize.MiB(1024);

    /// <summary>The model by whatever name the operator has for it.</summary>
    internal virtual string ModelName => Model;

    /// <summary>The endpoint by whatever name the operator has for it.</summary>
    internal virtual string EndpointText => Endpoint;

    internal bool IsRemote => EndpointText.Length > 0 || (ModelName.Length > 0 && ModelPlaces.Find(ModelName) is null && Address is not null);

    /// <inheritdoc/>
    // Two halves of a batch of generations take longer than the whole: each step reads all weights once. And what is generated must not hang on how many processors there are.
    internal sealed override int SessionsPerDevice => Math.Max(1, Replicas);

    internal sealed override IEnumerable<KeyValuePair<string, string>> ModelFolders => IsRemote ? [] : [new("model", ModelName)];

    internal EndpointSettings Remote => new()
    {
        Address = Address ?? throw new BadInputException($"'{EndpointText}' is no address of an endpoint."),
        Model = ModelName,
        Key = EndpointKey.FromEnvironment(ApiKeyVariable),
        MaxConcurrency = MaxConcurrency,
        RequestsPerMinute = RequestsPerMinute,
        TokensPerMinute = TokensPerMinute,
        Timeout = Timeout,
        MaxAttempts = MaxAttempts,
        GiveUpAfter = GiveUpAfter,
        Stream = Stream,
        PricePerMillionInput = PricePerMillionInput,
        PricePerMillionOutput = PricePerMillionOutput,
    };

    /// <summary>A request each to an endpoint, as many at once as it may have; calls of several samples to a model of the machine.</summary>
    internal DeviceLimits CallLimits => IsRemote
        ? new() { MaxItems = 1, WindowItems = Math.Max(64, 4 * MaxConcurrency), LingerMs = LingerMs, Lanes = MaxConcurrency }
        : Limits;

    private Uri? Address => EndpointAddress.Parse(EndpointText.Length > 0 ? EndpointText : Environment.GetEnvironmentVariable(BaseVariable) ?? "");

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        if (EndpointText.Length > 0 && Address is null)
        {
            yield return new("endpoint", $"'{EndpointText}' is no address: give one such as http://127.0.0.1:8000/v1");
        }
        else if (IsRemote && ModelName.Length == 0)
        {
            yield return new("model", "name the model as the endpoint knows it");
        }

        if (SamplingParams.Draws && SamplingParams.NumBeams > 1)
        {
            yield return new("sampling_params", "beams are not drawn: give num_beams or temperature, top_p, top_k and min_p, not both");
        }

        if (IsRemote && (SamplingParams.NumBeams > 1 || SamplingParams.NoRepeatNgramSize > 0))
        {
            yield return new("sampling_params", "num_beams and no_repeat_ngram_size are not known to endpoints") { IsWarning = true };
        }

        foreach (var problem in base.Validate(baseFolder))
        {
            yield return problem.Option == "model" && !IsRemote
                ? new(problem.Option, $"{problem.Message}; or give the endpoint: that serves it")
                : problem;
        }
    }
}
