namespace Streaming.Parquet.Csv;

/// <summary>The type of a column, learnt from fields as pandas learns it: whole numbers, numbers, truth values, else text. Whole numbers with gaps count as numbers, and so does a column of nothing but gaps.</summary>
internal sealed class CsvColumn
{
    private bool _hasGaps;
    private bool _hasValues;
    private bool _isInteger = true;
    private bool _isNumber = true;
    private bool _isBool = true;

    /// <summary>Takes a field in; null for a gap.</summary>
    public void Learn(string? field)
    {
        if (field is null)
        {
            _hasGaps = true;
            return;
        }

        _hasValues = true;
        _isBool &= CsvCell.Bool(field) is not null;
        _isInteger &= !_isBool && CsvCell.Integer(field) is not null;
        _isNumber &= _isInteger || (!_isBool && CsvCell.Number(field) is not null);
    }

    /// <summary>The type.</summary>
    public ColumnType Type => this switch
    {
        { _hasValues: false } => ColumnType.Float64,
        { _isBool: true } => ColumnType.Bool,
        { _isInteger: true, _hasGaps: false } => ColumnType.Int64,
        { _isNumber: true } => ColumnType.Float64,
        _ => ColumnType.String,
    };
}
