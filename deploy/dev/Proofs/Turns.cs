namespace KioskSuite.Dev.Proofs;

/// <summary>
/// Who comes next: people take turns, and who went without a card comes again at once, a few times.
/// </summary>
internal sealed class Turns(IReadOnlyList<string> people)
{
    private const int MostVisits = 3;
    private int _person;
    private int _visits;

    public string Next()
    {
        _visits++;
        return people[_person % people.Count];
    }

    /// <summary>How it went for who came last.</summary>
    public void Went(string outcome)
    {
        if (outcome == "card-taken" || _visits == MostVisits)
        {
            (_person, _visits) = (_person + 1, 0);
        }
    }
}
