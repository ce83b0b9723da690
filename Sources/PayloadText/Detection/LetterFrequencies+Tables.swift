// How letters follow each other in the writings that have a byte a letter.
// Written by Tests/Tools/encoding_tables.py; not to be edited.
//
// Counted from translations and letter counts in these packages of PyPI:
// django 5.2.19 (BSD-3-Clause), djangorestframework 3.18.3 (BSD-3-Clause),
// wagtail 8.0.1 (BSD-3-Clause), django-allauth 65.21.1 (MIT),
// sphinx 9.0.4 (BSD-2-Clause), horizon 27.0.0 (Apache-2.0),
// home-assistant-frontend 20250109.2 (Apache-2.0), jupyterlab-language-pack-zh-cn 4.5.post3 (BSD-3-Clause),
// jupyterlab-language-pack-zh-tw 4.5.post3 (BSD-3-Clause), jupyterlab-language-pack-ja-jp 4.5.post3 (BSD-3-Clause),
// jupyterlab-language-pack-ko-kr 4.5.post3 (BSD-3-Clause), jupyterlab-language-pack-ru-ru 4.5.post3 (BSD-3-Clause),
// jupyterlab-language-pack-el-gr 4.5.post3 (BSD-3-Clause), jupyterlab-language-pack-de-de 4.5.post3 (BSD-3-Clause),
// jupyterlab-language-pack-fr-fr 4.5.post3 (BSD-3-Clause), jupyterlab-language-pack-es-es 4.5.post3 (BSD-3-Clause),
// jupyterlab-language-pack-it-it 4.5.post3 (BSD-3-Clause), jupyterlab-language-pack-pt-br 4.5.post3 (BSD-3-Clause),
// jupyterlab-language-pack-pl-pl 4.5.post3 (BSD-3-Clause), jupyterlab-language-pack-cs-cz 4.5.post3 (BSD-3-Clause),
// jupyterlab-language-pack-hu-hu 4.5.post3 (BSD-3-Clause), jupyterlab-language-pack-tr-tr 4.5.post3 (BSD-3-Clause),
// jupyterlab-language-pack-he-il 4.5.post3 (BSD-3-Clause), jupyterlab-language-pack-ar-sa 4.5.post3 (BSD-3-Clause),
// jupyterlab-language-pack-uk-ua 4.5.post3 (BSD-3-Clause), lingua-language-detector 1.4.2 (Apache-2.0),
// jieba 0.42.1 (MIT), opencc-python-reimplemented 0.1.7 (Apache-2.0).

extension LetterFrequencies {
  /// What each character from blank to tilde costs in ASCII at large.
  static let ascii: StaticString = ##"""
    MVSVVVVUVVVVTUTVQQQQQQQQQQTUUUUVVSUTTTVVVUVVVVVVVVVUVVVVVVVUVUVVVOTRQMTSSOVUQSOPSUPPOQTUVUUUVVV
    """##

  /// From ru.
  static let russian = LetterFrequencies(
    letters: "абвгдежзийклмнопрстуфхцчшщъыьэюяё",
    rows: ##"""
      zJCVA]zSULVNT]OOiPWRLMJPLRNUZZUZouhhRaYi
      z@E@B]zbiejf`khcidbgc_gdd`gnlljmnthholht
      zc;ACazdjflgcmidjgfhdcheedhpmnknpviiqnjv
      zLIFGYzROKVLTYOLmMUPKMJOKPMRUYRWixliPiTx
      zIB:@_zTXOYRX_SRcS[VPQNTPUSW_]Y]ouciVbZi
      rKI:BGUQURZVR[UQYVUQPQORORW^\\Q]^dXX_\Xd
      lMG>G`kLROTPKURLSPOQMKPNNLQXVVTVX^QRYVR^
      zda?HczbQLQOPQMWOMKOI_ONMJVYSOPSWxkk`TPb
      za[IJszK[Yd^K_XOgOJXNIcIT_KiUZd]OMI_aXTi
      ze_@JgzHcS[YIjXJjPMXNIWPNPQeXa^V_gJWfeTa
      z_XELqzL[\TNMfbKdYNUOEaH[[Lhf_`eioac_dcm
      zd]EKhzG^R[THU]KiQLVMHUNQTMgZ^Y\n`QXcaUZ
      zfa=IazXUQPLRSPWONLMHVUILK_ZVXTUUxllh]\^
      z^XKMczJQ^`KEabHdR_SIU_\X]OhgcZgiobZcac^
      zb\BKtzETLWLNZbMgRUKLJ]QZ_Nkja]hm^OYg`Vk
      zg`?IazSSORRLWMNNNMMLSTNLI_UQPQWZwkkgQLo
      z`Z:F_z\YY[MYgZ]fKLSNP\ZGJb]^UPQ^qceef^o
      zd]AK`zG_TcdPU]JiYL^SF_MPKLgaShdnsefaign
      zd^FLwzKZdY]HReHjSRcPIb_V\N_glUijsSHeMKW
      zb\@IgzIZV`cFfcJhVTQQHQ_V_M_ga]herMW\cO_
      zg`FKyzH`YXSIb]GlTagMHbaRMQTaW[calKUgYS[
      zhb@Jhz_LINLQPQSMNKMNUOLKL^ZUWQSYxll[]Uf
      zd]GMhzKcdgeJkfMiWQcTETFZVMggWeemtU]hhWn
      zf_FKjzG[QTWHRbJkTYRPG\WRQMWX__U^tOVe_S_
      zf_CLxzOTQ]YLcbMkKMRQJMTNFQ]WZWUndSOf]M]
      zgaAKizJ]Mg[ImcJlQYUPHWJO^P_deYlhhPIcaXa
      zc]@JezTNOPIONO]QNOMP_LMJLdYV]MUOsgg]MZq
      z\VLLnzG^]V^Jd]Fa[QZXH^KVPORcabbgmY[ba]f
      z\V;GnzM`T\\Rd_Ob[TVOE^ISVRW_c`bgc`_Ycaf
      z]WGKozK[Rb_He^CbT\_[TW[Y\NebacehnLaeaan
      z`YFLrzHd_fbEddHePX_LW`Z[HTfehbVjpdThhdT
      z\VBMnzJaVa_FdaEbPM\LR[OYRRfbbcegl`UbbaY
      y[TKLmxJ`\a]Db_F`]\^RX^Z[ZPeccadek_Nfc_O
      uWPHKitU[X]YB^[U\YXZVTYWWUZa__]`ag[[aYIT
      zb[<Ftz`MMWSJ[W\IQLLT_OSPLdlJgVSdrffmj[q
      zb[9F^z`V[V[PhKWgNcSH[_aKNe\_W[NZrffhOR`
      z\UMNnyZ\WYYZc^ZYKIVMYVQTC^S\`bYfl``ed_m
      z]V;F^zYOXWNYTR[\VRXQZ^RSI_c_YG^ImaacSal
      zaZ9Eaz_RMZNMTN]XUQOM^ZRRJafQTOZPqeekRTr
      uWP=HitUXQVSURQUZUPKETWMOHZ_S_\Y`g[[b_[g
      """##)

  /// From uk.
  static let ukrainian = LetterFrequencies(
    letters: "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґ",
    rows: ##"""
      zJCWA]zSRJUNXYMbbNVRLPJPMRSVZRUWWzzjzmTzRmdz
      z@E@B^zbicjeckgcieebbbfdecfnkkjknzzizlgzdlmz
      zf;AC_zdkekgemidkgghdchegegpmmlmpzzkznizenoz
      zKIGH[zQOIULUWKfXMTOLOJOLPRSVQSVRzzmzpQzPYYf
      zIA:@^zTVNYR\[P^gRZUPSNTQWWY]VW[[zzjzcQzUhVz
      rLH<BPpRYORQS[SSZSUVPRSRPSRW\[Z[_qpYrVGrR\Jo
      lNG@G`jLSNTPNURMTOPQMLQNPNPYVUTVYlkSlVKlNWLi
      zha@IezcQLPNaPOdOOJOIbPNMJWYROOP\zzmvTYzcSPk
      zaZBI^_La]Z_JgaNfXITPJcJUYGjVa`bgsjfwVdzKjcc
      zf_CJ]dG[SYQLSYGkROXMKTUNQPbYYUY_zjjxl[zIoez
      z`XGLqzJ\\\]OfbQeYLYOD`J^PJig_f`jyvdzfczLhgy
      ze^DKdzHVS\UKPYLgNMULGQOQQN`X]Y]fzmRzaUyKmbl
      zg`=JjzWTOPMdPNfPMOMGVSGNN`WXUUY^zzlw[Yzb[Yg
      z_XDMpzKQ\\QE\aIeTO\KN_]]UKef\Pfjztcye]zOggz
      zc\@K[zENMRROgaOdSVKJNQRZXM`eb`TlzlVz_XzPkij
      zg`;G`zbQMVOdUQdLLNLMdRQKJeUMSQTUzzlzeWzfZWp
      z`Y:F_z\QUYM^U^_eSLOJJW[KI`_aVYPbztevg`z^gcj
      ze^CJ_zH^VcbQk\Jj_L_OFaLQMKjdRh_QuvizjhzLmmv
      zd]GKgzIbc^^IcgIjQZe\If^a]PchagkozpIzNJzJbct
      zc\AHYdHYVgaIg`JiOS`THR_W\K_h][gizmgxedzHkgz
      zhaHLhzHb\ZSJf^JmPbhJIbcRNNSbU\UgzjRzVJzKp[k
      zha?Idz^LIMLXOOfZMMLL]OJLOaYWVPT]zzmzRZzaPZp
      zd]GLbzLdcibIkeMjWQfQFbGYUNdiW_aozrizhgzJdjz
      zf_FKizI\QTTHW_H_UWQOHYaSPNWW\\Sezj^zXRzKnfk
      ze^DKvzP_QecMjgNjMNYONM]^EL\TTj[nzrMx[KwMmez
      zg`FKezI]OifKcgFlQYaPJdKYWLbebYhpmlKzYUzNoax
      zd]=H`zTRHTL^RTcTMMNPaMMMJe[UYQVXzzisR_zcbOp
      z\ULNnxG`\Z\Jc_Vb[R\XG^KXQN[dcb`grp`ta`vFeco
      z]V:GnyLbM_^Sd`Mc]UTOE_RYOOf\cadhutbldazKefx
      z_XNNpzX^[c`GfaOe^__X[Z^^RXhedefjzcKxMLzD_hx
      z`YCLqzGd]eaGecHeQW[HNb__UNdfaXgjzwdzc[tMhfz
      z^WBMpzLcQc`HeaHdON\ML\Q^HKhecdcizscsdayMggz
      z\ULMnxOa\b]Gc`Pb]^_ZC_\][Rgdcbdgwxazd`rSedw
      kNG?G_iLSMTOMUQMSOOPLKPNOMPXUUTUXkjSkVQkMVWi
      kNG?G_iLSMTOMUQMSOOPLKPNOMPXUUTUXkjSkVQkMVWi
      z`Y:Ecz^XX[]_fa_SHbUIJ__INb`f\]N[zzez_Xv`f_s
      kNG?G_iLSMTOMUQMSOOPLKPNOMPXUUTUXkjSkVQkMVWi
      z]V:E`yZSJ]M[ZS\SSUXU[_STH_e_YH_SzybzR`z]cNp
      zb[9EZz`_OQLaZPa_HSMN_ZRTLdjQTQ_^zzgvVdzbeRu
      kNG?G_iLSMTOMUQMSOOPLKPNOMPXUUTUXkjSkVQkMVWi
      zf_>HizSTKQIdUPeMNLPJTZPLL_`UURQTzzkzPPzbMSl
      y[T8C_wZ`MaW[WRZVXWQHY^[XV]eL_^beyxay\_y[Mds
      z\U:G`xZ^LYL[_[[`OYKPZZPOG^Z\[]YdzybzM`z\M]g
      lNG@G`jLSNTPLURMTOPQLLQJOMPYVUTVYlkSlVRlNWWd
      """##)

  /// From el.
  static let greek = LetterFrequencies(
    letters: "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
    rows: ##"""
      zJCVAdzKUTLJ[NSVOSNUXOLVNfNUTS_]VU\aWf_yzzz
      z@F?C`zbmehcpejcfgfanbfdefcfkjsjihighlmyzzz
      za;ACzzcniicqfkdghgdodfeegdglktkiiihilnzzzz
      zKJGI]zJTPLKYQRXLRMNXPKVJjJRVQ]YWPT[SfZzzzz
      zHB;@azOYWPN_RWYRVRXZROYRfQXXUd_ZX[cYl\yzzz
      oKI<AGoOZUUO]RWPSTSP[PRQQSPSXW`WUUUTUXZfglo
      kMG?GckKWQRLZOSMPPOMXLONNOLOTT\SRRRPRUVcdik
      zfb=IzzdWOSZVdRJNMOJV]LLMLKNOU`mkaeRaYiZqcv
      z\WLLrzGUURJgScO_K_\gH^I]_\Zdcl\IQSRU[Xrsxz
      zb\NLxzLlP`KnQdHLTNOUKdIadaWiQqPQPKMRYTxyzz
      zb\NMxzLbfeFnKhFdeb]mKdNbbaOihqSXRQNSQRxyzz
      zeb>Kkz\UQS_[dUIONRJQ[KKPMKNUU[UVikJ_S]cqkz
      wYSKLowOa]]FeK_M[[WXcH[ZZ[XW`_hMQUJOL[Mmotw
      zd^:H`zbdQ[`neQcMPJI\cYNKHLfWYYjihigigmuzzz
      z`ZONvzIhdeGmIfUbULTkLbQab_MgfoTTILWSSSvwzz
      zb`>KfzHURPPWVTbINNOXLVQJMOfZR]VQWTeUmRuxwz
      zc^KLyzFdgTInOZPSNV[nKYN_dLQ^`rQKPNQKUSyzzz
      zc]NMxzK]]cHmLYL\KR\iIZc^cUR\ggQMLMMPRPwyzz
      zd^MMzzHQhhHoMjKefPYnJLdcdcYPj]VNJOPMYXyzzz
      ze`<JdzGj^QKfMSNaaeXoKeeQaJWfgtOPNQQRZUzzzz
      z[ULLqzJe``EhIaM^^][fM\\\^IQabkPRORQUP_qrwz
      zd`>JzzZSOQVaVSLRMMK]]MLMMPGSS]`f[YQfM__Yky
      zd^OMzzInfhJoRhJfNaWoF`HadQVjesSORUQK`Wyzzz
      ze_NMzzI[KZLjOVJU_QVXH^X\dPQROkPMNPMMVQzzzz
      zf`OMzzMUf\IpHQNN]MbpQTaThGKPRuQSZTOUQ]yzzz
      zb\7C^zPYSTM`SYTS[RV]PP]PSOMZYf^[W^_Zddwxzz
      zeaOMzzHmjkI\IkJh[YdqGhOX`\RdjvOOQNSNUTzzzz
      zc]?JfzUVQT[Y^O^TOLIVUJJKMIcWPUfYSPa[kXjykz
      z_YMNuzGh_cMkPQO`X`[iH]Q^aRQfenKKMIONSRuvzz
      z`ZLLuzMiddFlSQNbZ[PjIaH`aRSgfoMRQOORUOuvzz
      uWQIMluO`[[FcD]RYZYWaMYWWYNO^]eUTWOUSUZlmsu
      z_YBKuz[YPM[^`O[]YLE`]QLGKMbY\le^aX[cgfjspz
      za[?Hwz^RMMWP`NWOJPIRZQJJRKcOSS_eefdfijiwzz
      zb\MLwzQUMTVY`PZPKRGOPNJKJN_TJVTffgefiklxzz
      za[;Gwz_bRS`fcN`MRLOV`SMHHLdUYTgfffefikvxzz
      zb\@JxzGYOMNOQUbQRQIVLRQKQKeZR^Ogggfgjlvyzz
      za[<Iwz\TORW\[S\RLKJ_[NLLKHcUQYbfffdfijjuzz
      z]W>JszZZQXQVZK\UPKGTLLLKMM`XSTVbbbabegqtyz
      z\V@KrzYZ]RZbWN[[WNE]WRIHLM^_\k^a`a_adeqrxz
      mOIAIemMXSRNZQUOINPHZNQPOQMQVU^UTTTRLWXefkm
      pQLCJgpP[VUP^SXQTTQQ\PCRRTQTVX`XVVVUVY[ghmp
      lMG?HclKWRQLYOTMPPOMXJONNPMPUT]SRRRQRUWcdil
      kMG?GckKWQRLZOSMPPOMXLONNOLOTT\SRRRPRUVcdik
      """##)

  /// From th.
  static let thai = LetterFrequencies(
    letters: "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลฦวศษสหฬอฮฯะัาำิีึืฺุู฿เแโใไๅๆ็่้๊๋์ํ๎๏๐๑๒๓๔๕๖๗๘๙๚๛",
    rows: ##"""
      zIC\AyzLQzLzz_S`RZzbzzzzzbTOUQ\WRRUbTXZTSOvPzT]rOOzQ]wjidmkislllzzJPSSNzxpggzznzzzzzzzzzzzzzzz
      z@D>DTzejzhzzfjtjnzpyyyzzlhhmhp^himyjpofgdufzhpphgzexvihckjhrkkkzzfjmjizwoffzzlzzzzzzzzzzzzzzz
      ze;AC_zglzjzzhlvlpzrzzzzznjjnjrfjkozlrqhifwhzjrrjizgzxkiemljtmmmzzhlolkzyqhhzznzzzzzzzzzzzzzzz
      zEC@CXzMQzNzz^R_TZznwwwxzjWQRPnVVTWwW[[SVQsSzWnnQOzPv_gfaihfpiiizzLNPQOzZmddxzjzzzzzzzzzzzzzzz
      zIA<@xzORzOzzaUbU[zbzyzzzbWRSUbZVRZbV\_XURvSzWpqSQzR\wjhdlkislklzzMSUUPzwoggzzmzzzzzzzzzzzzzzz
      oEA=AdoRWoUoiSWaW[n]fffglXTUYU]QUVZfW]\RTQbSoT]]UTlRdcVTPXWU_XWXooRWZWVod\SSgoYioooooooooooooo
      kLEDG`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      zd]FIxzPSzPzfXS\VWzfV^_zz`UN[QaTVU]_X[[TXJWMzQ]QOTzPdX[OFMTUslYVzzMSVTTz]UTPXzYzzzzzzzzzzzzzzz
      z`YKJtzVTzWzy\[kWhzkuu[vzM\QeUkNYXZp`lVQQSqXzRcmRTqEtmcSL]fVPgghzzVZV^Szs]XGvzixzzzzzzzzzzzzzz
      kLEDG`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      zaZMKuzXazRzeU_kV_znwwwozSUVeYfN]Yeh_f]KUIfMzJgn[^zQlhYRPO_RpPGZzzTXYZ^zuTLPxzQ_zzzzzzzzzzzzzz
      kLEDG`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      kLEDG`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      zW\CHwzKOsJzaUPXP[zcqxguziTQTN^PRQS^SY[QUOeRzRW\NMzOb_]]Lg^gqWjjzzKOSOMzXn]eyzlzzzzzzzzzzzzzzz
      z_XJJszRXzUzmSNY[`zattuuzeRU^VgPVZZcV`]SXNpYzPaeMQzPd`HMHKWUmfNXzzRR\WVzrQaPuzhWzzzzzzzzzzzzzz
      tVOMIjtQZtXtnX\d[_tbkkllr^XY\XcUHY^bIb^ROTgJtTacXYqVfiNIJ^\Id]]]ttUZ]\YtiaXXlt_ntttttttttttttt
      z_XNMszSbzXzxWakTecZfkdlzfW[gU_LVTan[b_OSSiTzPb`V`zRl`XMIXUKnIOgzzY_\b_zsYLGvzZxzzzzzzzzzzzzzz
      z[TSKozY_zVztR_k^YyhqpqqwcKJa\\LS\dq_LgNVWlPzWghMZwK[_VTN]NPTVXczzO[T`ZznKLLqzPszzzzzzzzzzzzzz
      kLEDG`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      yZSQMnySUxYxfZQbEcmNookiv_ZX\L_WYS\dXc^XXVdRyUZeVJuWd\^^Gb`ThaabyyQP[WYybeP\pycryyyyyyyyyyyyyy
      mOHFIcmPLmSmhRU_UZm[dd_ekWSSXS[PSTXdU[[QRM`QmS[\SMjPc`TSGVUS]VVVmmPUXJTmbZQQemXgmmmmmmmmmmmmmm
      oPIHJdoNVoToiSTaUYn]feNglXTRYS]QTTYaT]YQSObRoNX]SQlQd`UTOXEU_XWXooPTWMUod[SSgoYioooooooooooooo
      nOHGIcnNUnTnhRV_UZn\eebfkWSSXSUPMTYeU[ZMSPaRnRZ\RSkLbSUSEWVT^WWWnnQUXVTnc[RRfnXhnnnnnnnnnnnnnn
      kLEDG`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      lNFEHalOTlRlfPU^TXlZcccdjVRRWRZFRSWcTZYPQN_PlRZ[RRiOb`SRMUTR\UUUllPTWTSlaYPPdlWfllllllllllllll
      z^WFIrzNZzSzm`P]Rczctt]QzZWNUS[XWW\bR`SSNSaUzTZkMQzRl]HbJfWUmfefzzOLXUIzliaauzLwzzzzzzzzzzzzzz
      z\[EIvzNPzQzdNT[S[qdwwdxziTNVN`OVSW_O\STNQePzS[nPQzO__bSPRYSpViOzzLQTNQz[mdIxzO[zzzzzzzzzzzzzz
      zaZKMuzPYzYzn\ZgW\zfwwoxzi]UZUfQVZ]jZ^[ZNHjQzXblTZzMf^QIKPLRpTR\zzQWRTXznTMIxzPzzzzzzzzzzzzzzz
      z]VNJqzQZzVzlWWdYZzessstyfSVSRfPTT\cW``RSToLzPbiUZyNeb_WIeWbMVWEzzMQXQRzhiVOtzfvzzzzzzzzzzzzzz
      zaZJLuzVXzVzp]`mWdzlwvwxqiV[^VNRS\alSf]SLKeYzVOVXSzQgaPNMKLFPiTizzRU]^^ztWTVwzTyzzzzzzzzzzzzzz
      uVOGHjuUYuYuoR\f[`ublllmr_ZZ_U_NXQ_gYbZPSKgYuWUcWSrNec\QJ[FJe^^^uuV[[[SujbYYmuLouuuuuuuuuuuuuu
      z_]DHbzNPzRsgYTZTYtclz\pziONYLSQSTW_TZXQOPdSzPZoQOzNc]SUMSSKTTRZzzMOTQOzY_QLzzWbzzzzzzzzzzzzzz
      zaZCIuzMPzOzfXTaTZzakaexzjSQWO\QJST_UTYSYKeRzQ\nNQzLd^]JL\\RpiPVzzMRUTMzbZZUxzjzzzzzzzzzzzzzzz
      z`YFKtzN[z[zj_XcS]z^cR^wz]RR[O[P^S`dTcOURFpIzZ^jWUzSigWNRgLRohVhzzRO\RUziMcO[ziyzzzzzzzzzzzzzz
      z]VJLqzUbzazvRZmVhz_srssyeY_f_jOOacschhQH\oHzT[jTaySqpbaTeLZlZdHzz^_baazphG`szfuzzzzzzzzzzzzzz
      nOHGIcnQUnTnhQV`UZm\edeekWRTXS\KTUXeV\[QSHaRnS[\SSkPcbUSKWVT^WVWnnQUYVTnbZRGenXgnnnnnnnnnnnnnn
      z_XJHszYXz[zxTWfWdz]mk\cz\ZVYOXSKZ_h\e[UOHMJzU[kW\zRgY]SMfHTnLZ\zzPZO]UzrjabuzPwzzzzzzzzzzzzzz
      xYRFHmxOXxXxg[[bUSweooopuaUT`TdM[ZVjZN^UZKkHxWcfTYuJb\^RPaITha`axxKVUSMxmd\Opxbrxxxxxxxxxxxxxx
      xYRQKmxZ_xRxr\`iYdweoloouX]]bJeZ]^aoZfd[\Ti\x\ef[]uUmh_ICa`^ha`Qxx[_b`^xld[\oxbqxxxxxxxxxxxxxx
      zc\GIwzOTzSzbUU`R\qgpyfzz]PPVPYOSRVbP[TTUOeMzS[OQRzQ]_YRIkVLrRXPzzMSVUWzbaHfzzlzzzzzzzzzzzzzzz
      zaZFHuzKVzTliNUbT^s]gt^xz`TSXR\IPUX_T`\QXRkTzN[nRRzQdbTKMaW_pMQMzzNLWPRzW_OUxzPzzzzzzzzzzzzzzz
      ze^JKyzOVzQzkQSfXXuhoz`znPQPOQ]UUTZbV_]PTOgSzOTYRLxMh^JNKcPPsOROzzOSVSVzhTQOzzNzzzzzzzzzzzzzzz
      pQJIEepQXpVpjTXbW\p^gggh\YQKZS^RVW[gX^]SURcTpUJEVLmSfdWUQYXV`YYYppSX[XWhe]TThpZjpppppppppppppp
      zc\HKwzNOzWzzLYjY[zebpsmzjMU[RbQMV\gY\XVRVnUzT_pTVzNe[JMIVOOrLS\zzQVWVWzkROLyzQzzzzzzzzzzzzzzz
      kLEDG`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      zaZGJuzOOzUziNMdU\z`vvoszWUR[T_LQU^fYc_NLQkLzU^nUUnNdcXLIhQVoihizzLTTUUz_PLPwzUyzzzzzzzzzzzzzz
      wXQFHlwQTwTwmZMdV`v\ibnnt`ZK]HVLWTZbNa^VWMdUwT[PQXtLie]JL`_]f`S`wwPO]RPwjcZ[nwapwwwwwwwwwwwwww
      sTMAEhsRZsXsmWXeZ_raV[RkpKQS]WaUXY]dZ`LUNIeWsX_aQWpUgbXXE\[Yc\[\ssUX\YYsg_WWks]mssssssssssssss
      zb[JJvzR\zTzsQ\hS[zkqwqxzhNQOTUOTWLfWfSMTKhQzQ]oXUqMlcTPIMPRpXPPzzPVUUUzomK^xz[_zzzzzzzzzzzzzz
      zb[LLvzUhzfzrZhsgmzRxwqxzj[QkdoGdbkxbkXISKiIzOlodejYvraIIjigqjijzzdhkigzuYeNxzYzzzzzzzzzzzzzzz
      lMFECalOSlRlfPT^SXkZcbcciUQRVQZNRSVcTZYOQM_PlQYZQQiNa`SQKUTR\UTUllOSWTSl`XPPclVellllllllllllll
      ze^IKyzJVzRzhGV`[ZzhvzpzzlPVYUYKNSRfXZUMLMjSzVaqTSmOahXONYXNsUSmzzOVWVQzgW\[zznzzzzzzzzzzzzzzz
      pQJIKepRWpVpjQWbNZo]ggghmYTRZU^QUS[cXZ]OSPcQpR]^NUmKZdVLGYLI`YXYppQVSWSpb\TThpZjpppppppppppppp
      mNGFHbmOTmRmeQT]SUmZdddejWRRVR[OSRW_SZYPON`KmRZ[QQjO]aTRNVUS]VVVmmNIVTKmbZQQemWgmmmmmmmmmmmmmm
      z^WHKrzMUzRze\P_PZrdptiuz`RMRLUOISVbR[]QOQlOzN]kMPzPchcb^fecmfefzzHQURNzciaauzgwzzzzzzzzzzzzzz
      zb[NJvzOhzZzzKRr\mzLww_x]_MOkfoHJTkwNnnVPbsXzKZoIfzcvugfajhfpiiizzdhkigzumPJ]zkzzzzzzzzzzzzzzz
      z^^FJyzLVzOzhKSbTZz]rijzzYQPVOWJUX]bQ]^KJGkSzPVXPSeU`]UiemljtmmmzzQUYRSzhqhhzznzzzzzzzzzzzzzzz
      z^WKJrzLSzQzmMXfXTzessktzfSSWQ_LUUY_Uc^SZMhIzR[kOHyQegcb]edbleeezzINWONzci``tzgvzzzzzzzzzzzzzz
      z_XJIszKezdzxMUZXjz]utuuzgHNZNTLTVhufl]LURqOzWLlTUZ`srec_gfdngfgzzPZVVdzrjHNZzPwzzzzzzzzzzzzzz
      zaZFHuzMPzVzzd\_ZlznwvwwziWSjT\RQXTwVYmUJVr^z^mnSWzS_tgeaihfpihizzJgRYUztlEHwzjyzzzzzzzzzzzzzz
      vWPHMkvG^v\vpG^h^bvdmmmns`[\`\dX\]am^dcT[XiZv\dd\[sYlj][W_^\f___vvZ^a^]vkcFGnv`pvvvvvvvvvvvvvv
      z^WILrz`dzczwaeodizktsttzfbcgbkIcdgtekjPb^pazbjkbbzErqdb^fecmfefzz`dhedzqiENtzgvzzzzzzzzzzzzzz
      z_WHJrzOWzPzwafo\jzMtttuzDJThVYYPMhtekjNbYpTzXkYWUz`sXdc^fecmfffzzSeh\dzrjNXuzhwzzzzzzzzzzzzzz
      z^WKIrzFSz[zwReY[izYtsttzfVbYTk_cIYsek\XbRoJzbjk[TzXrqdb^feclfefzzRVge[zqiHHtzgvzzzzzzzzzzzzzz
      kLEDG`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      kLEDG`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      zd]LMxzMMzOzlSQTONkpzyznegOO`O`OPKP[KXUKWLuKzLWbOOxN]wjhdlkirlklzzeimkizwofgzzmzzzzzzzzzzzzzzz
      z`YNNtzJTzTzyYPZTSzluuvvzhPMSPlLKORaLSkQSPqFzUlmLNzNYsed_hfdngghzzbfigezskbbvzixzzzzzzzzzzzzzz
      z]UMLpzRZzNzT]S[QPz\rrrpqbIPWK_MVHXrUQVLPNnNzV`jVImOXoba\dcakdddzz_cfcbzph__szfuzzzzzzzzzzzzzz
      z_XNKszVXzUzxbKpFjzkuuuvzhRQidlGUeiefleb^\qbzcllMFzapred_gfdngggzzbfifezskbbvzhxzzzzzzzzzzzzzz
      zaZNLuzVMzWzs[di\NtnwvwwziGTaMhZXJ_nYNmEcQsTzOkn^QzQ[tgeaihfpihizzcgkhfztlcdwzjyzzzzzzzzzzzzzz
      kLEDG`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      pQJ;KepOQpMpjTT`U[o]gfggmYTSYM^PUUN_V\\QTQcKpS\^TKmP_dVUQYXV`YXYppPSYORpM\STgpZipppppppppppppp
      y[SKJnyJayUysULkaUygpppqwcOKdOhFH`dpagfM^[l]yTgh__vIom`_Zca_ibbbyy]adaRynf]]qydsyyyyyyyyyyyyyy
      zc\DGazTXzSzzMR^YZzpyxayzkZRPWpOWZWyQpoJNOuUzOopNTzHwvigH\jhrkjkzzORWOOzvnffyzlzzzzzzzzzzzzzzz
      zc\CHwzTVzRzzJS\XnzoxxyyzkYTRTpLS`YxY^oTWPtYzLopVVzGwvhgGVigqjjkzzPSYMMzvnefyzlzzzzzzzzzzzzzzz
      oQIHKdoHWoUoiSXaW\o]fffgmYUUZU^RUVZfW]\STQbSoU]^KUlEecVULYWU_XXXooSWZWVod\SSgoZioooooooooooooo
      kLEDG`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      zVU@CpzPMzPzu_SZOYzhqqrrxdMReJiL`SeqWPQPVSmRzVhiOTxOpoa`\db`jccdzzKOMNPzog^_rzetzzzzzzzzzzzzzz
      nOHGIcnQVnTnhRV`VZm\eeefkWSTXT\PTUYeV\[QSPaRnS\\TSkQcbUSDWVT^WVWnnQVYVUncZRRfnXhnnnnnnnnnnnnnn
      kLEDG`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      kLEDG`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      kLEDG`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      kLEDG`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      kLEDG`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      kLEDG`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      kLEDG`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      kLEDG`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      kLEDG`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      kLEDG`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      kLEDG`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      kLEDG`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      kLEDG`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      kLEDG`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      """##)

  /// From de.
  static let german = LetterFrequencies(
    letters: "abcdefghijklmnopqrstuvwxyzäöüßé",
    rows: ##"""
      zzCWAZz==G<B@@AED>C@BEAHG>DB?<OM?Y^Wtz
      llG@G[k@AB@=A@??KA@A=BDO>?>@DBKIBVXU]i
      zz;AC^zXYZXUYWWVcYXYUZ[gVWVX\YcaZnpmuz
      zzIEISz><G:?>>>AE<B?@EBKG=E@=;YK=WZTxz
      zzB;A[z>?F@DBCDFG@E@DEDIHAEEB@RIB\d\uz
      vvP9BEvEDFKGEJFGVFGGHJJZFBIIOBVTI[c[ht
      llG@G[k@AB@=A@??KA>A=BDP>??>DBLJBVXU^j
      zzHLGgzL<?ARC>@ES=<>;RDT===:FNHGGoqnYz
      zz\EKpz>FQK8JBF=BL>JHAR]@AD?OG]HH\[Wrj
      zz\MLfzFRLOGQT1K]:EPP@QVGJHKUV\JRjljsn
      zz_@Isz=JOI9KHM:LMHIHBKZCFJ=OH[MS_fZul
      zzb>JfzHAFDMCB@<VD?@9MGR9>BCIDEOG]cn[z
      zz[AKoz>EJL<;@F>RL?KE=MS?E?@PFPMDT]Hrf
      zz]AIczABTP8LFH@SEAMEEN\>?@>RG^OKXaRsm
      zzYAJbz=CRL;JIK?SH;CA?PY<C;COCSKJRTYtm
      zzaILuzGC;E<C<CTUC@@9@ETB=<MARLYEggo]s
      vvQJNeu:JKJ9KJIDSJJKGBFYH@H:NKURLO[Ugf
      zz[DJoz<HSH<AEICVG?IF:KVAB:<MG]KEXOSrm
      zzZBH`z>CH?;DAM<SE:HH@JSN@=?JJSIHROTti
      zz[=Jef<ANJ;IHO<WJB;K?>JNDC@MDXKJTOTrj
      zza<E\zADJ;=@:F@N@GF@DITK?=AHFUO>Y\Yuk
      zz]GK`zF=?>OBBBKJ<<;9D?Z:AACG?INDljkWs
      zzYCImz<LLC=<MA>UJ=LM?<\:A?ACROALT]]pf
      rrMFJaqEGHDCGFECQGBGCDIN<D>4IGOOG[^[co
      zz`>Iak?@D==?@A?O>BAA@HRF>=?E@RJAQTRth
      zzY>IjzCE;J=EBD=QCFGO@>QJ=9CGAUCEY^_wk
      zza=Faz?HML:DFA=SKCHLAHX@@A@JBRE<Q]Uwk
      zz^@KrzFD@GA:@DJTEB<9N?]<<>KKINTFiolXn
      zzQIImzBJRO8LNM<VPONO8K`MMMOSJ[MPcYgom
      zzZFKoz<RSP9PRH:RPLLG=OaODO=XL^STLSTqz
      ttOCGdt?CCG?BHC:QBDEFG;EGG8BKIECF^`^fr
      vvRAE\v=CEF@IDHGNE?<@A9VA9=GJFQ@Iab`gm
      zzWGJnzCERK:LLH?XJEJNCNRNL>6N<\MFUZXqr
      zzWMMkzPJ>EL@?7HZN?D:QLR>A8?PRZYJehfVz
      zzUKMjzOG:GK8<>MUFAH;PF^=8BNIHYWLdcdNx
      zzXHLlzQ7<HM?9;O\Q=H@RE`9>@PRRYZRgif\z
      ssNDHcsE?IG7GEFASD@GBIJUDE>FIHSQ@^`]eq
      llG@G[k@AB@=A@??KA@A=BDO>?>@DBKIBVXU]i
      """##)

  /// From fr.
  static let french = LetterFrequencies(
    letters: "abcdefghijklmnopqrstuvwxyzàâæçèéêëîïôùûüÿœ",
    rows: ##"""
      zzCUAYz=D=@CAEFBDN=?BD>FA?BC>IOPK\yzyoRVzxzfzxzzz
      llG?GWk?E@A>CCD?GK?@??@E>>?>ALFGGZclbYP[ibg_ebklg
      zz;AC_zV\XYUZ[[V^bWXVVW]VUVVYc]_^rzzzphszyzvzyzzz
      zzJGHTn@C<:A@EEDBP;?AE;BB>B@=FXJIQzzntSVzzzzzzzzn
      zzB<AXz=F@BADGEBGPAAED@IEBDB?HNGNZzzzpQZzyzvzyzzd
      zzU=@D^?SFKBLMDCLIMGMDHJJFKCPZTHUiqzqgSaxpumtpyzu
      llG>FXk?E@A>CDD?GK>@??@E>>?>ALFGGZclbYP[jbg_ebklg
      zzI@HgzR@>DTA>K>AJ=@<N?G<><<=QHDJsiz_r`tdX^mzztzz
      zzREKhz<JLH@QRF?>T7LM;OU<DF=MRVEIk\zs]S\xhxlugkzh
      zz_ELez?VBR<OS8@WE@RQ9PL@J<=PTWKYpizxTSezwzWxyvza
      zz^FFVz?OPN8OHN=I[OIP?R[BIR<PU\MVqszyWJrzizmybtzz
      zz_;HZzFF@HQFERGLP@>;RDJ;:?>EN?O?uzz_ulwvzkrzmzzz
      zzZHKjz<TKOA9NQ8VVANO<MR>FKCTZXPQmfzu\O\zqwpxfpzo
      zzZHK`z=GPQ:PEE=XU@C>AMV=HF;QSWINm^zuYLcukxoxsdzw
      zzVJKiz:OPM:PTL;JRKGH;NUDLEAKROEPl^zqQMfwqwUuqkzg
      zzaELezDA>A?>?STTM<>=;C>>;=R?YFTKtuzrSTszzxxzzzzz
      yyUJLey?QMM;PQQGGTMML6HSLCL:OXSSUNmypfYipptlrplyp
      uuQ=FWt=DF?=8G@=NIEBF?GOB?GCJCNCPdhujaSdnkofnkhum
      zz]CFUz;NNL9OIP=[Q=LS?MGSDE?NYUHX\dyzVOoxxzdzrszz
      zz]ELdh;>PO:OPU=XUF<N<:MPIPBRQYKWphzvPNUztzmyjmzl
      zz`>HVzBO>>>?AP@KNOR@>UGG<9BCZILPrrzZ`P^zszkzxzz_
      zz`KLhzPCA@RGCM@HDA;8F@H=A@8HENBPsuzwidof]exZ[zzz
      zz^HMcz:URP?TQABWZ<PQ:;W;FA@NZVB\qeze\P[zuzXztzzz
      zzVJLfzMSONMQRRLVZFMNLOSFMI2PZTVVipzqg_jxqvntkzzv
      zza<I\z>JCC;GBR>YEG@D?KGA?@ECRSIUr_z_ULWzwzXzhpzx
      zz[;GYz?QCR=ISI=VKKHR>@BO=<=OPSDZsrzw_OtzxzvyYuzg
      zza>J\z>NKS<RRB:Z[QKT?NY<AAAQPPDSrZzzVL[zxz]zxuzz
      zz`@K^zFBAF>IEI?EN?@<L>O9<<N<Z>JOstzufU[mrgvzzzzz
      zzTNMfz=OPT9VRR<Z[QRS8SX@PRCUXZN[nqzv[M`zszkyvzze
      uuQ?ITt:JHH=HLA<PFGH?:FNE?GGKCOGMdful`Weojpeokhun
      yyT=F]yBO?M>NQH<UVKHLH8ELK;EIUIGIhoto]Iiwpumspyyu
      xxT@G[x;JDE=MFOHLIA@AB9PD:=IFIOOPglxg^Ngrmqkrnqxt
      zzQ8Cfy>EMLANLF?TLIJK<KPKKLDNNT@@hjzq]Rhxjuigpczu
      xxT7I^xGCA@ICCGEHI?@?ICREDDCCIRTTNoxoeYhvotlroxxs
      ppKCI\oCE5DBG=HCKOBABCDGBB=BEPJJK_dpf]T`nfkcifopk
      llG?GWk?E@A>CCD?GK?@??@E>>?>ALFGGZclbYP[ibg_ebklg
      ooJBJZn;HCDAFGGBJNBCB:CHAAB7DOIJJZfoe\S^lejbhemoj
      yyTLLexLI?FKP>QLTV>9@LME9::K@YSQRhpyoe]iwoslroxyt
      zz]?H\zFC;@==>KGCO=>BH=C=<=I>]ZXOp`zenUqzxouzxzzz
      wwSJOcvKPALINOOJRUH9HJKIII4JCWQSRfnwnd\eumrjpmvwr
      llG?GWk?E@A>CCD?GK?@??@E>>?>ALFGGZclbYP[ibg_ebklg
      qqLCL\pDJ;FCHHIDLP@D9DEJCC8CFQKLL_hqg^U`ngldjgpql
      llG?FXk?E@A>C>D?GJ?@??@E>>>>AKFGGZclbYP[jbg_ebklg
      ssOFK_rGLHHEJKKFOR7?=FALFE7FHSMONbjsj`Xcqinemhrsn
      mmI:GYl@FBC?DEE@DL@@>@BG??>?BNGDI\dmdZR]kch`Wclmh
      qqLDJ\pDJDFCHHIDLPADCDEJ6C9CFQKLL_hqg^U`ngldjfpql
      llG?GWk?E@A=CCC?GK?@??@E>>?>ALFGGZclbYP[ibg_ebilg
      llG?GWk?E@A>CCD?GK?@??@E>>?>ALFGGZclbYP[ibg_ebklg
      mmIAIYmAFBC?DEE=IMAB@ABG@@@6CNGII\dmdZR]kdiagdmmh
      """##)

  /// From es, it, pt, nl, sv, da, nb, fi.
  static let western = LetterFrequencies(
    letters: "abcdefghijklmnopqrstuvwxyzàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿßœšž",
    rows: ##"""
      zzC^AXk=A@?B@BAAD?@?AB?EB>@C=CRGHgcnzZ[az`ezzmbzzzzzkzz^az^zzzzzzzzz
      ssG?G`q>DB@>C@C?D@?@>?AI??>@AHJDFa[i[TX]]b^bli^sosbh\kbZ\gasnsssssrs
      zz;ACdq\cb`^cYc^d`_`^^ai^^^`ahjdfzzzztxzzzzzzzzzzzzzzzzyzzzzzzzzzzzz
      zzIFH[z>@?<@>B?@B>@?A@<BB=?@=CWCF`_pzXYazY\zzzczzzzzkzz_bz`zzzzzzzzz
      zzB;@[p>DCBDCECDGACBDDAHFACEADNFKldrr]^ezcgzzzezzzzznzzbfzbzzzzzzzzz
      zzJ<BHzDC@A>DDCFRKDBDDB;C>BNIUWGTniviaf]jp\pyvkzzzouiyo]itnzzzzzzzzz
      ttG?E`r>DA@?DAC?E@?@>=AI???AAHJDGa\i\TY]]c^cli^tptbh\lbZ\gbtotttttss
      zzJ>GezBAA>PC?GBE@<?<LAL<==B?QLFBzxzwprzUzhzpz^zozYztzzuzzazzzzzzzxz
      zzVIKzz<?PO<TUE<@R:JK>G^;EG?NS^?Su\umXX^veXgzo[zzzztamyWWnZzkzzzzzzz
      zzdKLzz<S@Q?VU:<X=ANN9SM@L@>SUWHSt]_gquo`a]UzqZzzzznUlsvqzfzpzzzzzzz
      zzfAIjz=IRE9IFL<HIFGI<MTBCF?GK`IRl`seY\czr`az`[zzzzq`ls]]xezrzzzzzzo
      zzd=IgzFDB?EC@GDEB=?:KDJ:==FAHBJEzozlbiq\zrzizgziz^zgzrtpzdznzzzzzzz
      zzaCLzz>GLL@@IM:AN?NQ:MQ>F@?KNQCLo]ifUSXwk_mzz[zzzzv_ivLOzdyozzzzzzz
      zzd?Icp>EUG;J=B=CM@JC@MX>@B<JT_CPwaleVSYys[`zu\zzzzn^sqXZyYzfzzzzzzz
      zzWDKnz:EVC;QWM>?DLFM;SYGO??>RXBNvYp]QTXrdYmzy`zzzzzeq\UVzfylzzzzzzz
      zziAJlzAD??BB=HFB=<?:>CJB<>G>ZITAa`pb[ns[k^fdzqzzzffSygbh\mzzzzzzzzz
      zz^BKxz:KV@;FHNFU?DQC:I`KCJ<FM_IBqVshL`Utvcwzzjzzzyz]prXSzdzlzzzzzzz
      zzcCJfz<HSL<JJJ?C:AJF;OZA>?<DJ[ATnhztO_\yvbszzlzzzzyqzzTWzuunzzzzzzz
      zz^@Hfz<GJA=EBD;CB;CK>FKPB@?CQTARk^ghQWXip]dzjZzzzzn_jpVXnezkzzzzzzz
      zzd@Jnz;?QJ;ILK<SJD>H=<KIGG?MGYEStTo`OSZyrY`zuZzzzzqZfm[[z_zizzzzzzz
      zzh=Hco>JB<>@;B?IAGJ@>JLM?;ABPLBFt`nUTW^[o`izu]zzzzo_hz`\o[zuzzzzzzz
      zzb>HbqHBA@GD?FBE?>;;D>K;<AA@ENKKzozggozcloxozkztzlzqzznuzzzzzzzvzyz
      zzdEKjz;IIE=JFF?PM>JJ:<_<EC>IWQCJlSoiRN`[s`kztbzzzzo]`e][z\zzzzzzzzz
      zzZNOtzISUMQVTUKXSJQRKOQBPE2GWVWYtoyohlppvrvzzqzzzuzozvmoztydzzzzzuz
      zzh=Hbz<DE@<FBE=D@E@C>JHCA@ABHRCKZUd\VVYap\_zrZzzzzeZjj[Zwizmzzzzzzz
      zzY?Idz?I@I=GLE=D<CEH?>IM>:?EIVCRo]tXRV[up_mz`[zzzzs]r`ZYojzuzzzzzzz
      zzi?Idz<KLP<IJB;GEJKJ=Ld?C=?FHR@OXWc\OZ]zt[czv]zzzzo\kdWZngztzzzzznz
      zzeAKjz@AD@?HAH@F>><<A>W==<@CEJKEw[yqqnp[r[`ztZzqzh[lzzsnzzzzzzzzzzz
      zzTELoz:JYK;LLP:KOKMG;NdGHLAEX^F]vVlbMUQyvYbzuZzzzznciwheuzzzzzzzzzz
      zz\@Juz:ILH;MP>;PIJNA;J\I@LLQAXKQtgkqcdbroetzznzzzwxpzwkfzvtczzzzzzz
      zzWBFrz=J=L>HPI:LFBGK?9OOK:FIQGHNm^tWecnoo]pzw\zzttwco]geynzzzzzzzzz
      zz_>G`z@HB@CJ?>EH<>?@?>[A=;H@LQ>UufznXertqkrzzszzzxz^uzOpz`zqzzzzzzz
      zzZFGiz9KHR>SNI8MOLMP<RISQQETI[J:r[m_hnpsn`ezohzzzxkWdbnnsfzezzzzzzz
      zzT7FmzCCCDIBD@BIJBABHCEB<CGDULQJahviaejj\kpyvkzzzoaixogi_nzzzzzzzzz
      zzZ<JszQACGPA8SOQR=B>QDH:;@I>[?UKsmzngkonupuzzqzzzfzozumozszzzzzzzzz
      xxKCJevCHGECHEHCIED67CFNCCCEFMOIKf`n`Y]aagcgqncxtxgmapg^alfxsxxxxxwx
      zzYLMrzQVURJVSUQWRQSQ3T[QNQSS[]VWsnzmfkoouquzzpzzztznztlnytzzzzzzzzz
      zza>HjzOWIHMG??AA<==;HFc;@>V@`G:`zuzuJrvwzxzzzwzzzzzvzzlvzzzzzzzzzzz
      zz[;ItzPAV=EG<NRV><N<RC]:?=TD\^XXupzphZpqwrwzzrzzzvzpzvmlzvzzzzzzzzz
      zzWLLqzOGLDM=?QLU=:F:OJZ7=>N>YYUWqlzleikmsoszzozzzrylzsjlwrzzzzzzzzz
      zzXLLqz<UTQOURTPVQPRP=S[PPPLRY[UXrctCejnntoszzozzzsyfjHkmx_zzzzzzzzz
      zzT7JmzHHAHEIEHFKKBB@JFE;@DICUWQLnhvhaeii^aoyvkzzzouixofitnzzzzzzzzz
      zzV;HozKIBAFCDOFIMA;<LEM9>>IGV?SOpjhkchllnTrzxmzzzowkzqikvpzzzzzzzzz
      zzR8HlzIMNKJOLOJPLJ<8JMUJ;JJLTHPQlgug`dhhnjkxujzzzmtgwnegrmzzzzzzzzz
      vvIAHbt@FEB?ECE@GB;B;ACK9A@CBJHFEc]k^VZ__e`elk`vrvdj^nd\^icvqvvvvvuu
      wwJ:Adu?FBBBFCEBHCBBAA@JAA=DDLNHI`_m_X\``[bfp]bwswfl`of]`]ewrwwwwwvw
      zzVEIoz:G<<I@ARMROCB<ABGE<>O8WMSApjxjcgkaqmqzxkzzzkwjzqikvpzzzzzzzzz
      ssG?G`q>DB@>C@C?D@?@>?AI??>@AHJDFa[i[TX]]b^bli^sosbh\kbZ\gasnsssssrs
      uuHAHas@EC@?EBD@FA@::@CJ@??BBIKEGb]k]UZ^^d`dnj_uquci]mc[]hcupuuuuutt
      ssG?G`q>DB@>C@C?D@?@>?AI??>@AHJDFa[i[TX]]b^bli^sosbh\kbZ\gasnsssssrs
      zzSIKlz6PNLFOLOHPLKLJ9MUJKJKMTVPRlYug`dhhnbnxsTzzznrZwnehslzzzzzzzzz
      zzM7KfxCCACDFGBDKC@@>CCO@BBFANPEM[aobZ^ccidirodzvzhYbqh`bmgytzzzzzyy
      zzYCLrzPLH<PKDUMRQA@5P@O?BERBS=TVsmzmfjnntotzzpzzzgzdztlnyszzzzzzzzz
      vvIBHbtAFE8AFCEAGBA;;ADK>?ACCKLFIc^l^V[__eaeol`vrvdj^ne\^idvqvvvvvuu
      zzSKLlzJPOL5PMOKQLKLKKMUKKKMMTVPSmhuh`eiiojoxujzzznthxnfhsnzzzzzzzzz
      zz[HLtzKNQ?OLCED?;?A>I>W7<@R<W]>VuozoVkqpvrvzzrzzzvzpzvSpzuzzzzzzzzz
      zzXKLqzO>S>KH;ON7<>A@OCZ8>@Q>VZ?Vrlzmeimntotzzozzzsymzskjxrzzzzzzzzz
      yyL8GfwB@BBDCCCAGD@ACCEI??BDENIJLfaoaZ^bbhdhrocyuygnaqh_aWgytyyyyyxy
      zzTCKmzF:A>HOIPKIM989KHV?=CMGUUPInhvhaeiiokoyvkzzz^uixogitnzzzzzzzzz
      ssG?G`q>DB@>C@C?D@?@>?AI??>@AHJDFa[i[TX]]b^bli^sosbh\kbZ\gasnsssssrs
      ttG@G`r?CB@?DAB?E@?@>?:J>??AAIJDFa\j\TY]]c_cmi^tptbh\lbZ\gbtltttttss
      ssG?G`q>DB@>C@C?D@?@>?AI??>@AHJDFa[i[TX]]b^bli^sosbh\kbZ\gasnsssssrs
      ssG?G`q>DB@>C@C?D@?@>?AI??>@AHJDFa[i[TX]]b^bli^sosbh\kbZ\gasnsssssrs
      ssG?G`q>DB@>C@C?D@?@>?AI??>@AHJDFa[i[TX]]b^bli^sosbh\kbZ\gasnsssssrs
      ssG?G`q>DB@>C@C?D@?@>?AI??>@AHJDFa[i[TX]]b^bli^sosbh\kbZ\gasnsssssrs
      ssG?G`q>DB@>C@C?D@?@>?AI??>@AHJDFa[i[TX]]b^bli^sosbh\kbZ\gasnsssssrs
      ttG?G`r>DC@=CAC?E??@??AI??>AAHJDGa[i\TX]]c^cli^tptbh\lbZ\gatotttttss
      ttG?G`q>DB@>CAC=D@?@>?AI??>AAHJDFa[i\TX]]c^cli^sosbh\kbZ\gasntttstrs
      """##)

  /// From pl, cs, sk, hu, hr, ro, sl.
  static let central = LetterFrequencies(
    letters: "abcdefghijklmnopqrstuvwxyząćęłńóśźżáčďéěíňřšťúůýžőűöüäôĺľŕđăâîşţ",
    rows: ##"""
      zzC]A`z=ABADCFBCB>E@?A;ND?AA>@QJ=ynybzf`dcZX`ZyczaZhXzxYig\`zzzhzzwzZ[e
      rrG?Gap>BBA?FCC??>@@?>@S@@?A@CL@>[[[Z`X]d\SWcU[UcZX\[_ZX\b[^gcn`paYc`_]
      zz;ACez\aa`^[YU^^]_]^]_q__^__bZ_]zzzyzwzzzrvztztzywzzzyvzzyzzzzzzzxzzzz
      zzIFH[z>?@>C@D?B><B>>@:MC=@@=?UF<z]zezd`c\ZXbWzdsaXnVzzWeh]`zzzfzzzzWZf
      zzB;@az?DDDGEHDFEAGABD?OGBDCBBOH@yyodzgcjf^[e]yeze_m\zy]zlabzzzjzzbz^_c
      zzH:AGzEEBBEAE>FEDC>HECJD?CGEFWKCfffekchog^bnZe_necgfjebgmehrnykzkdmkjg
      ssG@Gbq?CCB@FCC@@?9A@?AS@@@A@DMA?\\\[aY^e]TXdU[Ud[Y]\`[X]c[^hdoaqaZca`]
      zzJ>FdzSA??SFADE=<=?=K@X>?=B=CJJ=zWzU]q`cZ_SbezobXUViznVzzrmzzzaz\zzy_W
      zz[EKjz=?II=TXE=AH=IA<Id<CO=ISb9N`tUUzVnzuS[zYTUj\_oYdUdWdZ`kot`wzYhnua
      zzbGLjz>PGT=SW8;<>DOH=TUC@A?MZZA:[wbdz]xzx_qzWvPqvq`b_upxzmqpzzuzzQVbgU
      zzdAJhz<EGG=OHI>ACCD?;Bc@CJ?BGa>=\x_WzY]W]Q`zUVT`^`t[Z\_Vm[bw]e\zzXirzy
      zzc<HbzDAA>ME>DH>===;JBQ=>?GAECM=vYu\ZhYeZZV]eze^^W_ezmWzzrozzzZzYxscZZ
      zz^DKyz?OJT=DLV9NMAOK9NO>GF?UU[FKir`pwVtzsTjzSl`rmmlaiqnW\YVpszizxV]ivt
      zz`AJbz=CTF?FDD=AH?HC;K`<FF;GM`8IZu]SzTvzqRmzStYzlnv^apo[a\]rzzqzqR`gvv
      zzV@Jgz<G@K=RUF?QB>IC8Q]?ODACIV>Mkt]_zYkzqP[zVtYi_bo[^Zb\c[ejfdVdzchoxv
      zze?Iiz@D?A>D@BF=<>?<CCTC=>D?HN[=YXS[_U^r\YTj_z\h`UUfzrZwztfzzzqzfxzw[[
      zzb?Jez<ILD9NPM?LGGDCAJlHA@>GKfZLQsSmwX[zpR_iYuRetVnT`thqjZWtzzszzgvzzx
      zzc@Ifz<GBF@MOK>MD@JF:QX@E?=EIc>R]k[YzShz_Q`zOwXmbavZZU_bgPVt]q[qztuuzz
      zz]AIdz<HIC<JGD<=A@DA<MSND@?DOR>FZy]wrStzfOazQxR^wWx_^ZcUn[ZrpzzzzXgnua
      zzc@Ibd;AJN<LTP<CCCGE<@KHIK>KH^@Jdn`azSizoO^zPRShbbx\U^`lWad`VzqizW[fwj
      zzgBJez<LBA>ACN;>@KRF=P`OC=@IOO<HXw\yz^zzjPZqPTNzz\yY`Sb\h^awmzzzlXjr`Z
      zze?JfzG=B<TF?CJ?<><=I?a=>@@:=OS=z]zZ]rViWmShozsaZVkizmRzzyyzzz]z_zzzf_
      zzdFLjz?LFM@TUI@FJ>QE8Fi8GD?JWUDPi`a[zYszwUfzVXUfN\s]Zfsgth`\\kluzY_iu\
      zzPHJkzBHKDGMMLBIH@IIAHJ9H<5FIPJHeeedibgnf\am_d_mdbfdhdafldekmxjzjcmjig
      zzfCJdz;GEC<ICG=DBE@C<JYIC@?AFQ@<`h^fwTqzgN\fUyWfyYh^\XWY`YWofzxzcWakea
      zzXAJdz?JCL?KPE>G;@CF@=QIA9@AHVB9[peVzZzzySizSyRmxrYVdfoZf^\siziyzVdhyh
      zzg?Hez<HLS<LQA=F@FIC<Kg>GC?@CR>O]zX_zSzzvPjkQVThX_z[^YuW_T]rqintzS`izz
      zzd>HezD?B>JI@FD;>==>N<_<==KCGHUAxUw[Xn_kSVR^nxndbS`mziOyzwyzzzdz`\pu^^
      zzUBKez;KKH<VQN=CCANA<KjBEICOWc;Csvvvz`xzxL\bORRcZRw[[O\[ea^]aweozY_izx
      zz_@Jzz:LDG?RMB;RCLR?>BdE?HGWF_7EVrVSyQ_zsiozknmzrpumurouzlgmzzyzyrzywu
      zzS?F]z>JAL@JOI9M@HEHD:LLI:>DOCBJ^jjio`lskXfr`j]ofbjibifk[ijrrzozpZannl
      zza<F`zA<=DBDDBE?>?>BA>`F>>GD>XL@uSuR]_SeYV[sWuV`ZUV]nlS\X\\zzzlzzrzzpw
      zz`?Ihz;AHB=OFE?G?E@?>BbFHABABd<ATxWYzTsztMfpRxSg`]c\^bnU]UWqvzkzzTfpzy
      zzX<I_zPI78QU@TQPIQQQP?dQG@RQM]R<mMmRqj^WQeiuflfuljnmqlintloyuzrzrktrqn
      zzX9F\zA>HD<BOO>IBO>CIEdMII@Q:]QHmhmkrgdjediuflftkimhqlimtloyuzrzrksrpn
      zzW;EZzOB:9PUBSPP;HQPO:cPD=QQL]Q=lTlRoiQ^Rdhtflftkimlpkhmsknxtzqzrjtqpn
      zzYAJsz:GHHAPJTQQ?RLB9IdOMJ<RP^:NI[PdrNlv_eiugmguljnmqljntmpzuzrzskurqo
      zzS8EZzKL9MLROOLLFLKLKL_L8KMLOXMKgghfkehpi_dpagaofdihlgdhogjtpzmzmfomki
      zz[?IvzJ=D;OIBFD=;<H?O@g;AATA7`T=pVpRu^eXUbiv[ognmgpepghlwdbzxxtzunwusq
      zzWAKqzNG8OOVSSOPK8??NFc@POQP7\PNkHkifhktlcgsekesjhlkojhlrknxszpzqispom
      zzP9FXzHDB=IOKLIIG@A:HJ\;IIJI>VJHeOed[bgne]am^d^mdbfeidafldgqmxjzjcljif
      zzW>Krz?FFA:VSSMP?AN=BQcPBPGPP\5OOk^cp\mtmdhtfketkimlpkhmsknxtzqzqjtqpm
      zz`AKjzG@>@YH@CO@>9><WFi=;=K<\eZ<uuutzrvzvgZgata_USdsytWvzrszzzdzzszzyw
      zz\BJvz<NLU<SWV;@:DN;@PhGMB?GXaUSppqoumryqRjxipLgoXp[Zomqwoszxzswvnxutr
      zzP:F[z7KKKIOLLIIDIBIBJ\II=BIMVJHeeedjbgndSam^d^kdbedddQfldgqmrizjcljif
      zz^=IfzUBHBVH<;RI=?==V>b<9>X?XaXAsssrxpuztj]t]sls_epqwr`tzrmzzztzyqxxwu
      zzX?HrzOQ@BQUT@P;<<A9OGc@@;RDT]RAllmkrinumdSTfkfYNQ]iqlQmtloytzrzrjtrpn
      zz^;G`zTF=CVTD@UC<B:AUBhA?:W<[dX<sssrxpuztjSllribXVXnvrRtzsvzzz_zyqzxwt
      zzP=Hjy<KKFHOLIHH8IFH;I\I@<8ILUIGddeciafmeS`l^c^hc]edVcaekdgqlwiyjblihf
      zzZIKtzBNQS9XVT9REPOMERfSHIKPV_SQnnomskpwoQbuhnFrlgonXmjounqzvzsztlvsrp
      zz[BKvz>UMU;XWH<K;?K@BBgQL:DGXaUQpXpnulrxq^PxYoKdnWThfolqwoqzwzbzunwusq
      zzW8D_z:LQFOHQMMJFPFK<H`DIGEKS]QLlllkqinumY_tfkesk[ighkgmskkxtzmzrjtqpn
      zzY>KszM=>>QJ@FP7@=HCO=c@==R@U^R?mmmlrjoundJjemggVQPgqlVntknypzbzskurqo
      zzS>DnzK@GELPOEL<D>:IJJ_D<IM:OXM>hhhfmeipi_Woagab[^hffgFhogjtpzmzmfomki
      zzX:GszP?8DQTTEQG?H9GPFd@@?O?U]RBmmmlrjovne^uglffbPalqkSntloytzkzrkurqn
      zz\BLbz?@M@:[RT9E=KM>FShMGH@PXaVSqpqovlryrNk^_pLUoUqdaolqxpsztvmoknxvtr
      zzW;HazF>M?E?IDD>:<CAHAc><>P;S]Q;lllkqgnum\ht^l\tkimapkhir`axtzqzrjtqpn
      zzR@LlzHBKKDEIEJ89@J=IG^<>AK6NWL=ffgekchog^cn_f`necgcjecgfffsnykzldnljh
      zzYNMszP=PCQSCMQN;;D=PLe:=>R:T^R6mmnlrjovnejugmguljnmqljntlozuzrzskurqo
      zzVJLpzMHPDNQ<MNN65K?MLb@EAPHR[O<jjjioglskbfrdjdrigkjnigkqilvrzozphronl
      wwLCLfuCGFEDKHHDDBEEDCEXEC8EEHPE;```_e]biaXIhZ`Zh_]G`d_\ag`chhseuf^hedb
      zzQILkzH?><IPMLI>C?AGHJ]@<FK;MVJ?eefdjbgmf]_m_e__d^feidDflehrlx]zkcmjig
      ttHAHcr@;DCAGDCAA?ABA@9TAAABAENB?]]]\bZ_e^TXeV\VO\Z^]a\I^d\_iepbrb[db`^
      zzSAInz9=NLLRNNLL:LA>>L_L=E<@PXMKhhhfmeipi_\oaga[fYhJlgdhogjtjzlzmfomki
      ssG@Gbq?BBA@FCC@@?@@@?AS@@>A@DLA?\\\ZaY]d]SVdU[UKZV]\`[W\c[^hdoaeaZca_]
      zzSJMnz7OON:ROO=LKLHLIM_LML;LPYMKhhhgmejqi`dpbgapgeihlgdiogjtpzmzjfomli
      zzZ9D^zQIBERSGUFMRC>DRBf:?=>HW`T@ooontlqxpgkwiniwnlposnkpvnqzwztzuiuiUN
      zzPHJkzHKKJIOLLBIHC86HJ\>I=IIMVJHeeedjbgnf]am^d^mdbfeidafldgqmxjzjcljUV
      zzULPozLPOOMTQQHMLD>4LNaJMINNQZNLiiihnfkrjaeqcicqhfjimhfjpilvqznzogpnUU
      zzUJMpz=QFPATRR8NMNLIDNaOM7@NR[OMjjjioglskbfrdjdrigkjnifkqilvrzozpWilmk
      zzWJLrz@SQRAVTS5PNPQPNQcPPPCQT]QOlllkqinumdhtfketkimlpkhmsknxtzqzqM`eom
      """##)

  /// From tr.
  static let turkish = LetterFrequencies(
    letters: "abcdefghijklmnopqrstuvwxyzçğıöşüâîû",
    rows: ##"""
      zzCW@Yh>:D@CF=>BG<FAGDBMF>AEBFP;DTkaSSVzzz
      llG@G`g=AE@?ECD>K==?>BDS>AA@DMP>@TTNVRRdij
      zz;ACbzVY]XW]U\VcUUWWZ]kWYYY\ehVXllfnkjzzz
      zzIEH\e>:D=AD<??I:G@F@BNG=@E>IY:CSnbSTVzzz
      zzA;@]h?>EBFHAAEI?HDHGAMIBDHDEN?GXkWWVZzzz
      qqH9EFmBGDCECIJCQ@CECHJYADEDJSVDFZZQSXXjop
      mmH>FbF?CGBAGEE@M??A@DFU@CCBFOR@BVVPWTTfjl
      zzK@HfzKAD@UCJ@JJ:==;S@`:?@NDWT:>TQikOeuzz
      zzUILaz;LXK>YQH8MNCMRANhGST8XbeNKiiPPgQdjm
      zzYILcy;NLL;WUB:^DEJPBVYCHD<T^bMNffIdePemk
      zz^GKhz;MTH:ORV;LOFON?PeEMV=U[gDVkkISiMehv
      zz`?IezNCB?QDFHTP9==;OEU:?>S?RI<COOimQlhzz
      zzWBIpw9PKP>DNO=XD@NM?SO>F?BT[\FK^dJ\][bfz
      zzZHMtzBETL:VJJ;]OFKOCR^?LG?VXdPOghQHfIazn
      zzUEJry8HTI=LUJ<NGECD=GeEI?CHVbIKXfSd_QZep
      zza>JkzNEECSCH@QO<;=:MC`;?CWIcU<;NQinNjrmz
      uuPBJip=KND<NLM9QF?GHBE\H>J:NWYDJ]]N\\Vmht
      zz^=Iwz;LSJ@RRQ<^C:CM=NjEB?<KPgNTWkNV[R]hf
      zz^CJdz9LL?;T@S=[C?>KFPVWJE>QcVGRYmLefQ_hm
      zz]?Jez9EFC;NHH<bH=IOBHKOFQ?U[aMJhkNf_Pchn
      zz`<Hgz?KA;?ICR<ND=@NEVfHD@>PaKEIZmJb]Pggn
      zz]HLvzLFD?SEDLMC:8<;G@c:?@FHGW>D^OdkRfzzz
      zzXAIbx:KUKASOB@WD;@L<Ed?C@CG[a<LXeIdcXpzz
      ooJCKdk@EIBCIGE@OA?CBBHW9D<7HQTBDXXRYVVhmn
      zz`?F]z=GH?>KEF;E?=>HBMaNAB=J^PFLVmK_VOggl
      zzVGKhz<PJO>LNK:`BBDH?DSMB<?JWS<WakJRiPegg
      zz^AIcz;ILO<BRD;\@?@LAKjBIC>IMNHRXlKVfMfmw
      zz]=IgzJCDFKKGFJX?:;;QAi;C@JJ_Y<<TPdlNhhzz
      zzPELqx:I@F8SHQ>]ICKOGUd?JRAJ\^FLeeZg_Zbds
      ttOFKio9IHH;NL<<TDDG>AF[DAHFM?YEI]]W^[Zlqs
      qqL;Dfm<FBFBDIG<QCA?DC=YDD=DCG?=EZZS[XXjnp
      zz]HLgz9IOB=>AP@`G>ID;OiEHHBLZfIRijKPdNdws
      zz[>Dtz=KC>=WAL=_J;?GCUgOFNAQ]`EIchJ[fQchj
      zzYCJry=?WN;XSQ8]K@?Q?WeMOEDV`bLSZfKSePozz
      zzXELryCORG>TSU8]N;CLPVe>PS<U_bOMdfGgdQvrz
      zz^=GxzTJADVCSTUc;;=9THd<BEUQch=;ZOemMivzz
      zzWLKqxNIOFPMHPO\?=E9SGd8=FQI^a<8[M_^Zcuyz
      zzZ?Jsz=GVR@IJL<_<:=PNTfOI:?FacKSZgJ[cRgns
      zzZAJtzQICGPJTMQQ9>9:UEa;B@T?ad=8RQbiOexzz
      llG>Gah>AE@@EDC?L=;??CES?BAAENQ>AUTOVSSeek
      llG@G`g=AE@?ECD>K==?>BDS>AA@DMP>@TTNVRRdij
      llG@G`g=AE@?ECD>K==?>BDS>AA@DMP>@TTNVRRdij
      """##)

  /// From he.
  static let hebrew = LetterFrequencies(
    letters: "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
    rows: ##"""
      zJCVAZzMOTUIYURVOmPLiLkPQPqQtVQTNP
      z@E?C[zefihcbkgjblidgcjgigphsihdec
      za;ACZzghkiedmildnkfiglhkirjtkjfge
      zLIGIYzKLSUIRPQWOqOJlJnNRNtRwVQSKO
      zIA;@ZzPRVXL\XUZRmSPiOkSTSqTtZUWQS
      uEI;@JoQTSTVUTZOQ_SWZR]U\ScUe\[WQS
      nOHAG^LQQUSOKNSNJXTLSMUONR[T^USJQO
      zd]>KszcPUUOIQMYHWZMMNVOScXNhZXOOI
      zd]AH[_MTUOMIWMPI`SN`NVOSNoTRQPJPM
      z`Y?IXyUOZINIR_]GgeMNQRQ\R^]ke`LPM
      zb[>IdzPPTTMIcU`G_PNRRXT[MSQlZRJKO
      z__=FXzMPNROKQPULoQQRKXQPNrNqOPOMK
      zg`BJacPMPLROUPQMTRLPNNMOPVPWQPJPH
      z^WFKm^OUUVFGVXcJePUXJRR`Td`mZQJ_U
      zb[@Iqz\LZKNHN_YHfXLXRZRQe_WZUOKNN
      z]X?H\xSRS]OGaLPFhWM_RUR[M[Tm`QKZS
      zg`@JjzQNUONKVRQLTQNIOOMPQWRZPOMLL
      z]V7ClvOQXSLUZSVRQSP\OcSTT]TlVXSPT
      zaZJM`zNNYMNISO`JRXISONMUTcSca_MMJ
      zc^=I[eJOTSIKYPRJOQPTMZRSQ[P]TPSON
      z`Y7CYyOOTULUWSXSeRQUM\UURbTcVUSRT
      ze^MK\eOSUPLIRLQJVPQ\QQONNqP`LONJM
      z_X7D[xOOUULVXSXS\TQVMUUVRZU]WVSSS
      zc\MLceNRQRJHXSQFPPUUPRVPRUSdWQQPL
      zaZAK[dWQPROIeVLGVSRVLYRTTOIpTOLbN
      zb[AIqzaL\LNHTfWJgWHNNUOWeg^[QQJQM
      xYR8CVrOQTZMTVSWR\QO]N_USSRShWVTQS
      zaZLKpzTYSTOI]QQJZYO`_PMOId__TNILI
      uWO7DepOORTMTZTWR_SRXM]STQ[WWUSQQQ
      zaYJKozLKLOMGgSTHheNXNXScLWO][\LbR
      zbZ?JdzTKdQNG^TNJifOXVMNQSUTbP[LNN
      ze]=H^bMPPRLH[QOHOOYVRYURSYVWPQVNK
      zd]@JazPNQTLJZRSIVSHPMYN[Q^Rp\RKXL
      zf_:F^zPQRZOJ]MbKVSTRNPOVSZQnQMMUT
      """##)

  /// From ar.
  static let arabic = LetterFrequencies(
    letters: "ءآأؤإئابةتثجحخدذرزسشصضطظعغـفقكلمنهوىيًٌٍَُِّْ",
    rows: ##"""
      zKCVA_zoZOtMpISgI]UPTX_R^QWTaZaQWzTSSMMQPUmQszzzyzuz
      z@C?BU`lshqin_feblhfiejclfjhkioekw_gg`bdgdkbpzzzvxsz
      zg;AC_zovltlqcjhfpkilhmgojnlnmsiozijjdfgjhnetzzzzzvz
      zMICHVzrYMwMtGOkK[SPVX[R^SWP]YiOSzOSRMKRPPqOvzzzzzyz
      zIA<?Yzn]RsQpMUgMaXTW[lVbT[XmbeU[yVVUPPUUVmTszzzyzuz
      wLK7CLSbh^g_dU\[XR^\_[`Yb\`^a_e[am\]]UXZ]ZaXfwsrlnit
      mIG<E[iX_T]UZLRQOXTRUMVOXRVTWV[QWcRSSLNPSKWN\mihbd_j
      z\T8DWvac]i`gH]KNd`^a\b[d]a`cbg]cp]^YPSVOX^WRzuuoqlw
      tWOGKbq_`\d]aSPRRSXYDUSR]Q[[^]cY^kUZYLMGXV^Pdtppjlfr
      zbYDK]zjq^fge^RWRSPOMLROTMTRQVYOXuTPKQMGSK_KnzzzYvqz
      vYPIIdr`f]d^cPZYOQY[TE[V`NN]`]dZ`l[NOKPWKJZNevqqkmhs
      zbYMLmzjpfogh^ScYVORRMNPPMRQJTRJTuVTYFQI]bhPnzzztvqz
      x[SEKftci`haeORMVcMV`R^OU[^\^PfPboSLWLHMPT`FUxttnpjv
      zjaAKYgOtk\nQcPZLYSPSOYMUOXSVWaR\zPSUDOMUUlTVzzzzzyd
      z^Z>J_zgfTeR_JSPN[ZNXLZK[STV[LgM[\YONMROPNbJXzzzZbbz
      zd[7DSzhVPqVnJQ_R`XVYU_T\VVW[YcSYwSVVTOUVRkUczzzvxsz
      zg_>J\zofQ\l^MPXRWRKNTZLXPQPVRWLQzQOOQIOOMVMdzzz]zvz
      z]T;HUvej^jbgHOOW]a_a\cJe_cadbh]_pZNWKNLUL_JYzvuoqlw
      zbYBJYzjf\kgZIMOP^bWgI[MRWefigmO[u^e_MIPKMQKnzzztv\z
      zd\AI[zlphminJSJLQS`iILLVN[SW[UflwOMQPNVXO^L^zzz]y]z
      zaYBJ`zjofnfkIPQJg`c_HVJWV[MVKlcitQddIR[XOeMnzzztUpz
      ze\=H\dUlUhi^IXJTR`_NNkNcW^iljpRdxSRURKRRLUHYzzzwyXz
      z`XEKkzilemfbFUTXiPb^adMhcgegfl^htH^PM[SHO[Kmzyysu[z
      zf]<HYze_VYjRIOLP_NT]QgUSPUYOWqQRyNQPZQTRLSIWz\bxe[z
      z]U<GVvTj_ib\HRLTfZXWUcNZ_cbdbiS_pYYRMJSSN_HXzvvpZlx
      zcXBK]zkl[Uh[IMQGkNUPXgQjXihjOoRiwUVSNKRSN\Iczzzv`cz
      z_WKKjxe_SZdUGPRQhVSOTcGg^ddfNeMMrOVMNPVNQ]Llzxx\sZz
      zbYBK[zjnfoglJQOZjfL^NhLjdhTiTmTUuGX^KSQYITL^zzztvqz
      z_V=HYxgibkdaFOQUh\QXTeOgaeceWjKQrNb`OMYRNVJMzxwq[ny
      z`W=HYy]lObeVHLKVicXc^fLgY`dgRkRa]ONbJWOUM[KYzyy]t_z
      wZQ;HVsbh^g_dHVKSc^\_[`Kb\`^a`f[amS]\OLUHTYLfwsslniu
      zd\?JazlohqinIPMRTZfiKRKXYU[SQ\flw[UYHLKUP\L[zzaax\z
      z_VGJjxgmcldhHMLSbaadSULTV\^UPiYfrYbaMQSZP]DZzxxqUnz
      pNJ7E^l[bO`X]OUTR\WUXTYS[UYWZY_U[fUVVOQSVTZQ_pllegbn
      zd[=I_chh\dX[L[LMhZI][ULYSSWQZPO_w^OVPZURQWG^zzzvx[c
      zbZ?I]zknfphlHOKLkfahK]OeT[QUNbNjvPP]LNVVMUJYzzbuw_z
      z^Z=IXzkhXi^hJQPLP^^^MXMUST^dfjZeZX^_JNJUJaKozzzuw]z
      z`a?J^zcWOkPeKPPLWQORQUQYQSOZU_ORYQPOOIPQPMMhzzbzzdz
      zg_=IYzpg`Vl]KULMUPOTQ_MSLSRYU_M[zSROMVJRM^M[zzg[a`z
      ze\;IXzmlafiaISQKcSTZNUYTNLP\RRSXxQPP[RXNLWK\zzzwybz
      zbZ=HYzkgfXgkGVQUhVdgOGOQb_g]dfdjub`\KLPZNYNozzzuwqz
      ze\BKpz\bTnYbHPWQSMQZNUKROXQPTWNZxPMTKNKUYTLdzzzwy]z
      z^V7FiwG[Wk\hOWVUg[YZX\W_VZ[_^aU[qWXWUTWXWZWkzwwqrmy
      zg_?J_zZn^SkYLRJNSQQSLZKUNVYST_QXzROPMMKQPgOYzgz\zTz
      vYQ<CQrbh^g_cC\ZXb][^Z_Ya\`^`_e[al\\]VXY\Z`Wfvrrlnht
      kNF>FYgW]S\TXJQOMWSPTOTNVQUSUTZPVbQQRKMNQOUL[kggac]i
      mPG9H[iX_T]UZLRQOYTRUQVPXRVTWV\RXcRSSLNPSQWN\miibdOj
      mPG@H[iX_L]UZLRQOYTRUQVJXRVTWN\RXcISSLNPSQWN\miibdOj
      qTLDJ_m\cYaY^PWUS]XMOLML\JSYIS`J\gOWROOJWU[Raqmmghco
      pSJ<H^l[aW`X]NQTQ[WUXTYR[UYWZX^PZfLVVDQSVSZM_plkegbm
      tWN@Gbp_f\d\aQZEV`[M\MSLOZ^\^]cP_jMZ[LQNUX^RdtpVVOfr
      lOF?GZhW^S\TYKRPNXSQTPUOWHUTVU[QWbQRRKNORPVM\lhhac^j
      """##)
}
