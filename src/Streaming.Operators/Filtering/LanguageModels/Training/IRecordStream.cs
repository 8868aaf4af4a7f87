namespace Streaming.Operators.Filtering.LanguageModels.Training;

/// <summary>Records one after the other.</summary>
internal interface IRecordStream
{
    /// <summary>The record that was gone to; valid until the next one is.</summary>
    ReadOnlySpan<int> Current { get; }

    /// <summary>Goes to the next one; false after the last.</summary>
    bool MoveNext();
}
