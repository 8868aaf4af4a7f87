namespace Streaming.Operators;

/// <summary>
/// A format of tables that come as one piece of bytes, as messages of a broker do: many samples each. Found by its name (<see cref="RowFormats"/>), so that a source
/// of messages needs no library of formats. Implementations have a public constructor without parameters.
/// </summary>
public interface IRowFormat
{
    /// <summary>Its name in topologies.</summary>
    string Name { get; }

    /// <summary>A reader of tables that all give the same columns.</summary>
    /// <param name="columns">The members and columns of samples, and the tables' columns that they take.</param>
    /// <param name="types">Types of columns that are no members of samples, as topologies write them; <c>string</c> where none is given.</param>
    /// <param name="maxBytes">A table whose samples come to more is refused.</param>
    /// <exception cref="BadInputException">A type is none, or a column cannot be what it is to be.</exception>
    IRowReader Open(IReadOnlyDictionary<string, string> columns, IReadOnlyDictionary<string, string> types, long maxBytes);
}

/// <summary>Makes samples of tables. Not for several threads at once.</summary>
public interface IRowReader
{
    /// <summary>The columns of the samples.</summary>
    RowSchema Schema { get; }

    /// <summary>The samples of a table, one a row.</summary>
    /// <exception cref="InvalidDataException">The bytes are no such table, its columns do not fit, or it is too large.</exception>
    IReadOnlyList<Sample> Read(ReadOnlyMemory<byte> table, RowOrigin origin);
}

/// <summary>Where a table came from.</summary>
/// <param name="Split">The split.</param>
/// <param name="Position">The table's position in it, which all its samples share.</param>
/// <param name="Run">The run's id.</param>
/// <param name="Key">What its samples' ids begin with, unless a column gives them; null: they are hashes of the origin and the row's number.</param>
public sealed record RowOrigin(SplitId Split, long Position, string Run, string? Key)
{
    /// <summary>The id of the sample of a row, the first being 0.</summary>
    public string IdOf(int row) => Key is null ? SampleId.Of(Split, Position, row) : $"{Key}/{row}";
}
