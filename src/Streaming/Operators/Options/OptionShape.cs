namespace Streaming.Operators;

/// <summary>The forms that an option's value can have in a topology.</summary>
public enum OptionForm
{
    /// <summary><c>true</c> or <c>false</c>.</summary>
    Bool,

    /// <summary>A whole number, also <c>4k</c>, <c>1M</c> (thousands) and <c>4Ki</c> (1,024s).</summary>
    Integer,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A string.</summary>
    Text,

    /// <summary>One of a few words.</summary>
    Choice,

    /// <summary>A string, a number, <c>true</c>, <c>false</c> or <c>null</c>: what a column may hold. Quotes make it a string.</summary>
    Any,

    /// <summary>A time: <c>250ms</c>, <c>30s</c>, <c>5m</c>, <c>1h</c>; a plain number counts seconds.</summary>
    Duration,

    /// <summary>A number of bytes: <c>512MiB</c>, <c>2GB</c>; a plain number counts bytes.</summary>
    Size,

    /// <summary>A list; a single value stands for a list of one.</summary>
    List,

    /// <summary>Names with values.</summary>
    Map,

    /// <summary>Options of their own.</summary>
    Record,
}

/// <summary>The shape of an option's value.</summary>
/// <param name="Form">Its form.</param>
/// <param name="Type">The CLR type, without <see cref="Nullable{T}"/>.</param>
public sealed record OptionShape(OptionForm Form, Type Type)
{
    /// <summary>The shape of a list's elements or a map's values.</summary>
    public OptionShape? Element { get; init; }

    /// <summary>The words of a choice.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The options of a record.</summary>
    public IReadOnlyList<OptionEntry> Fields { get; init; } = [];

    /// <summary>For people: <c>integer</c>, <c>list of string</c>.</summary>
    public string Title => Form switch
    {
        OptionForm.Bool => "bool",
        OptionForm.Text => "string",
        OptionForm.Any => "value",
        OptionForm.List => $"list of {Element!.Title}",
        OptionForm.Map => $"map of {Element!.Title}",
        OptionForm.Choice => string.Join(" | ", Choices),
        OptionForm.Record => "{ " + string.Join(", ", Fields.Select(f => f.Name)) + " }",
        _ => SnakeCase.Of(Form.ToString()),
    };
}
