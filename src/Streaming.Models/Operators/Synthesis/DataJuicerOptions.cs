namespace Streaming.Models.Operators.Synthesis;

/// <summary>Options of operators that Data-Juicer has: its names for model and endpoint stand beside ours.</summary>
internal abstract record DataJuicerOptions : SynthesisOptions
{
    /// <summary>Data-Juicer's name of <c>endpoint</c>.</summary>
    public string ApiEndpoint { get; init; } = "";

    internal sealed override string ModelName => Model.Length > 0 ? Model : NamedModel;

    internal sealed override string EndpointText => Endpoint.Length > 0 ? Endpoint : ApiEndpoint;

    /// <summary>The model by the operator's own name for it.</summary>
    internal abstract string NamedModel { get; }
}
