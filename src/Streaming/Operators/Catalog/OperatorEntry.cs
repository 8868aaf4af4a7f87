using System.Reflection;

namespace Streaming.Operators;

/// <summary>An operator, source or sink as the catalogue found it.</summary>
public sealed class OperatorEntry
{
    private readonly Lazy<IReadOnlyList<OptionEntry>> _options;

    internal OperatorEntry(Type implementation, OperatorAttribute attribute)
    {
        Implementation = implementation;
        Name = attribute.Name;
        Example = attribute.Example;
        Kind = KindOf(implementation, attribute.Name);
        Job = SurveyJobs.Of(implementation, attribute, Kind);
        OptionsType = FindOptionsType(implementation);
        _options = new(() => OptionsType is null ? [] : OptionReflection.Read(OptionsType, Kind == OperatorKind.Sink));
    }

    /// <summary>The name in a topology.</summary>
    public string Name { get; }

    /// <summary>What it is.</summary>
    public OperatorKind Kind { get; }

    /// <summary>Its job in the survey; unknown for sinks.</summary>
    public SurveyJob Job { get; }

    /// <summary>Where in a topology it may stand.</summary>
    public OperatorRole Role => Kind switch
    {
        OperatorKind.Source => OperatorRole.Source,
        OperatorKind.Sink => OperatorRole.Sink,
        _ => OperatorRole.Step,
    };

    /// <summary>Its class.</summary>
    public Type Implementation { get; }

    /// <summary>Its options record, or null where it has none.</summary>
    public Type? OptionsType { get; }

    /// <summary>Its options in the order in which the record declares them.</summary>
    public IReadOnlyList<OptionEntry> Options => _options.Value;

    /// <summary>A YAML example of its options; empty where the defaults are the example.</summary>
    public string Example { get; }

    /// <summary>The first paragraph of its documentation.</summary>
    public string Summary => XmlDocumentation.Summary(Implementation);

    /// <summary>The rest of its documentation; empty where there is none.</summary>
    public string Remarks => XmlDocumentation.Remarks(Implementation);

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Implementation.FullName})";

    private static Type? FindOptionsType(Type implementation)
    {
        var constructors = implementation.GetConstructors(BindingFlags.Public | BindingFlags.Instance);
        if (constructors is not [var only] || only.GetParameters().Length > 1)
        {
            throw new InvalidOperationException($"{implementation.FullName} must have one public constructor, which takes nothing or its options record.");
        }

        return only.GetParameters() is [var options] ? options.ParameterType : null;
    }

    // Deduplicators, selectors and packers share no base class with code of their own: the last word of the name tells them apart, as in Data-Juicer.
    private static OperatorKind KindOf(Type implementation, string name) => implementation switch
    {
        _ when implementation.IsSubclassOf(typeof(Source)) => OperatorKind.Source,
        _ when implementation.IsSubclassOf(typeof(Sink)) => OperatorKind.Sink,
        _ when implementation.IsSubclassOf(typeof(Filter)) => OperatorKind.Filter,
        _ when implementation.IsSubclassOf(typeof(Mapper)) => OperatorKind.Mapper,
        _ when !implementation.IsSubclassOf(typeof(Operator)) => throw new InvalidOperationException($"{implementation.FullName} is no operator, source or sink."),
        _ => name[(name.LastIndexOf('_') + 1)..] switch
        {
            "filter" => OperatorKind.Filter,
            "mapper" => OperatorKind.Mapper,
            "deduplicator" => OperatorKind.Deduplicator,
            "selector" => OperatorKind.Selector,
            "grouper" => OperatorKind.Grouper,
            "aggregator" => OperatorKind.Aggregator,
            "scorer" => OperatorKind.Scorer,
            "synthesizer" => OperatorKind.Synthesizer,
            "packer" => OperatorKind.Packer,
            _ => OperatorKind.Other,
        },
    };
}
